package dev.lockstep.cli.bench.raw;

import dev.lockstep.cli.bench.run.StopSignal;
import java.nio.charset.StandardCharsets;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * What no barrier can be faster than: each node writes one reading, the leader counts the notifications and writes once, and that
 * is what each node waits for. Nothing is read, because all watches are persistent.
 */
public final class RawFloor extends RawCluster {

    private static final String RELEASE = "/release";

    /** For the leader's event thread. */
    private int cycle;

    private int written;

    public RawFloor(String hosts, int nodes, int cycles, StopSignal stop) {
        super(hosts, nodes, cycles, stop);
    }

    @Override
    void prepare() throws KeeperException, InterruptedException {
        create(leader(), RELEASE, CreateMode.PERSISTENT);
        leader().addWatch(
                        READINGS,
                        event -> {
                            if (event.getType() == EventType.NodeDataChanged) {
                                count();
                            }
                        },
                        AddWatchMode.PERSISTENT_RECURSIVE);
        for (int i = 0; i < nodes; i++) {
            int node = i;
            int[] current = {0};
            client(node)
                    .addWatch(
                            RELEASE,
                            event -> {
                                if (event.getType() == EventType.NodeDataChanged) {
                                    measure(node, ++current[0]);
                                }
                            },
                            AddWatchMode.PERSISTENT);
        }
    }

    @Override
    void measure(int node, int cycle) {
        log.taken(cycle);
        write(node, cycle);
    }

    private void count() {
        if (++written < nodes) {
            return;
        }
        written = 0;
        if (complete(cycle++)) {
            leader().setData(
                            RELEASE,
                            Integer.toString(cycle).getBytes(StandardCharsets.UTF_8),
                            -1,
                            (rc, path, context, stat) -> requireOk(rc, path),
                            null);
        }
    }
}
