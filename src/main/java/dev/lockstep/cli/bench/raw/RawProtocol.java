package dev.lockstep.cli.bench.raw;

import dev.lockstep.cli.bench.run.ReportServer;
import dev.lockstep.cli.bench.run.StopSignal;
import java.io.IOException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * The work of the protocol at its fewest steps: each node writes one reading and reads the mark of the open cycle once, off the
 * critical path; {@link RawLeader} does the rest with one write.
 */
public final class RawProtocol extends RawCluster {

    static final String BARRIER = "/barrier";

    private final ReportServer api;
    private RawLeader leader;

    public RawProtocol(String hosts, int nodes, int cycles, StopSignal stop) throws IOException {
        super(hosts, nodes, cycles, stop);
        this.api = new ReportServer();
    }

    static String mark(int cycle) {
        return BARRIER + "/" + cycle;
    }

    @Override
    void prepare() throws KeeperException, InterruptedException {
        leader = new RawLeader(this, new RawOutbox(api.url()));
        leader.prepare();
    }

    @Override
    void measure(int node, int cycle) {
        log.taken(cycle);
        write(node, cycle);
        client(node)
                .getData(
                        mark(cycle),
                        event -> {
                            if (event.getType() == EventType.NodeDeleted) {
                                next(node, cycle);
                            }
                        },
                        (rc, path, context, data, stat) -> markRead(rc, path, node, cycle),
                        null);
    }

    /** Without the mark the cycle is over already, and no watch was set. */
    private void markRead(int code, String path, int node, int cycle) {
        if (code == Code.NONODE.intValue()) {
            next(node, cycle);
        } else {
            requireOk(code, path);
        }
    }

    private void next(int node, int cycle) {
        if (cycle + 1 < cycles) {
            measure(node, cycle + 1);
        }
    }

    @Override
    public void close() {
        super.close();
        api.close();
    }
}
