package dev.lockstep.cli.bench.lockstep;

import dev.lockstep.cli.bench.raw.RawClients;
import dev.lockstep.cli.bench.result.CycleTimes;
import dev.lockstep.cli.bench.run.BenchCluster;
import dev.lockstep.cli.bench.run.ReportServer;
import dev.lockstep.cli.bench.run.Servers;
import dev.lockstep.cli.bench.run.StopSignal;
import dev.lockstep.cli.process.CommandFailedException;
import dev.lockstep.config.Setting;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.protocol.session.ZooKeeperClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;

/**
 * A cluster of nodes as they are shipped, or of one such node that leads and of {@link RawNode}s. Cycles are slow until a report
 * has a reading of every node, so that starting many nodes takes no longer than it must; then they are as fast as they can be.
 */
public final class LockstepCluster implements BenchCluster {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);
    private static final String STARTING_PERIOD = "1s";
    private static final String SHORTEST_PERIOD = "1ms";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    /** The setting is in force from the next cycle on, and the one that is open may have begun to end. */
    private static final int SLOW_CYCLES = 2;

    private final int nodes;
    private final int realNodes;
    private final Servers servers;
    private final String hosts;
    private final StopSignal stop;
    private final ReportServer api;
    private final RealNodes real;
    private RawClients raw;
    private long first;
    private volatile String failure;

    /**
     * A cluster that is not started.
     *
     * @param nodes how many nodes it has
     * @param realNodes how many of them are as they are shipped
     * @param hosts the connect string of an empty tree
     */
    public LockstepCluster(Path routes, int nodes, int realNodes, Servers servers, String hosts, StopSignal stop)
            throws Exception {
        this.nodes = nodes;
        this.realNodes = realNodes;
        this.servers = servers;
        this.hosts = hosts;
        this.stop = stop;
        this.api = new ReportServer();
        this.real = new RealNodes(
                routes,
                Map.of(
                        // What is set in the environment would be shared by all nodes.
                        "node.journal",
                        "",
                        "node.state",
                        "",
                        "zookeeper.hosts",
                        hosts,
                        "zookeeper.session.timeout",
                        SESSION_TIMEOUT.toMillis() + "ms",
                        "api.url",
                        api.url(),
                        "sampling.period",
                        STARTING_PERIOD),
                stop);
    }

    @Override
    public void start() throws Exception {
        try (CuratorFramework curator = ZooKeeperClient.connect(hosts, SESSION_TIMEOUT)) {
            ZnodeTree.create(curator);
            real.start(realNodes);
            startRawNodes();
            long end = System.nanoTime() + START_TIMEOUT.toNanos();
            stop.await(() -> isComplete(api.newest()) || System.nanoTime() > end);
            if (!isComplete(api.newest())) {
                throw new CommandFailedException("after %d s there is still no report of all %d nodes"
                        .formatted(START_TIMEOUT.toSeconds(), nodes));
            }
            curator.create().forPath(Znodes.config(Setting.SAMPLING_PERIOD.key()), Znodes.encode(SHORTEST_PERIOD));
        }
        first = api.newest() + 1 + SLOW_CYCLES;
    }

    private void startRawNodes() throws Exception {
        raw = RawClients.connect(hosts, nodes - realNodes, stop);
        for (int i = 0; i < nodes - realNodes; i++) {
            stop.check();
            new RawNode(raw.get(i), Integer.toString(realNodes + i + 1), reason -> failure = reason).join();
        }
    }

    /** Whether a report has a reading of every node. */
    private boolean isComplete(long cycle) {
        return cycle > 0 && report(cycle).readings().size() == nodes;
    }

    private Report report(long cycle) {
        byte[] body = api.report(cycle);
        if (body == null) {
            throw new CommandFailedException("the report of cycle " + cycle + " did not arrive in its order");
        }
        return Json.read(body, Report.class);
    }

    @Override
    public long completed() {
        if (failure != null) {
            throw new CommandFailedException(failure);
        }
        // When a cycle is reported, the one before it is over.
        return Math.max(0, api.newest() - first);
    }

    @Override
    public CycleTimes times(int from, int to) {
        return ReportTimes.of(first + from, first + to, nodes, this::report);
    }

    @Override
    public void close() {
        // The bench's own servers are killed, and their sessions with them, so stopping in order is not worth the wait.
        if (!stop.isSet() || !servers.areOwn()) {
            if (raw != null) {
                raw.close();
            }
            real.close();
        }
        api.close();
    }
}
