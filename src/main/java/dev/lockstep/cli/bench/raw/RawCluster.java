package dev.lockstep.cli.bench.raw;

import dev.lockstep.cli.bench.result.CycleTimes;
import dev.lockstep.cli.bench.run.BenchCluster;
import dev.lockstep.cli.bench.run.StopSignal;
import dev.lockstep.cli.process.CommandFailedException;
import java.nio.charset.StandardCharsets;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * Raw clients that run a fixed number of cycles, counted from 0: one for each node and one for the leader. All that they do after
 * the start, they do on the event threads of their clients.
 */
abstract class RawCluster implements BenchCluster {

    /** Follows the number of the cycle, so that a reading is as long as one of Lockstep, and no work to make. */
    private static final String READING = " {'id':'1','cycle':,'value':80.0,'takenAt':'2026-11-23T10:00:00.123456Z'}";

    static final String READINGS = "/mediciones";

    final int nodes;
    final int cycles;
    final CycleLog log;
    private final String hosts;
    private final StopSignal stop;
    private RawClients clients;
    private volatile int completed;
    private volatile String failure;

    RawCluster(String hosts, int nodes, int cycles, StopSignal stop) {
        this.hosts = hosts;
        this.nodes = nodes;
        this.cycles = cycles;
        this.stop = stop;
        this.log = new CycleLog(cycles);
    }

    @Override
    public final void start() throws Exception {
        clients = RawClients.connect(hosts, nodes + 1, stop);
        create(leader(), READINGS, CreateMode.PERSISTENT);
        for (int node = 0; node < nodes; node++) {
            create(client(node), reading(node), CreateMode.EPHEMERAL);
        }
        prepare();
        log.opened(0);
        for (int node = 0; node < nodes; node++) {
            measure(node, 0);
        }
    }

    /** Creates the other znodes, and sets the watches. */
    abstract void prepare() throws KeeperException, InterruptedException;

    /** Lets a node take and write its reading. */
    abstract void measure(int node, int cycle);

    /** Records that {@code cycle} is over, and returns true if there is another one. */
    final boolean complete(int cycle) {
        log.opened(cycle + 1);
        completed = cycle + 1;
        return cycle + 1 < cycles;
    }

    final ZooKeeper client(int node) {
        return clients.get(node);
    }

    final ZooKeeper leader() {
        return clients.get(nodes);
    }

    static String reading(int node) {
        return READINGS + "/" + node;
    }

    /** Writes the reading of a node, in the background. */
    final void write(int node, int cycle) {
        client(node)
                .setData(
                        reading(node),
                        (cycle + READING).getBytes(StandardCharsets.UTF_8),
                        -1,
                        (rc, path, context, stat) -> requireOk(rc, path),
                        null);
    }

    final void create(ZooKeeper client, String path, CreateMode mode) throws KeeperException, InterruptedException {
        client.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
    }

    /** Returns true if a request in the background has succeeded; else the run fails. */
    final boolean requireOk(int code, String request) {
        if (code == Code.OK.intValue()) {
            return true;
        }
        // Closing the clients ends what is under way.
        failure = "a raw client failed: " + Code.get(code) + " for " + request;
        return false;
    }

    @Override
    public final long completed() {
        if (failure != null && completed < cycles) {
            throw new CommandFailedException(failure);
        }
        return completed;
    }

    @Override
    public final CycleTimes times(int from, int to) {
        return log.times(from, to);
    }

    @Override
    public void close() {
        if (clients != null) {
            clients.close();
        }
    }
}
