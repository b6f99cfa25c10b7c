package dev.lockstep.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A whole system under test: nodes as processes, an ensemble of ZooKeeper servers as processes, an API in this JVM. Every
 * cluster has a chroot of its own, so that many can use one ensemble one after the other.
 */
final class Cluster implements AutoCloseable {

    /** Longer than any wait of the system itself, on a machine with a few busy cores. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);

    private final Path folder;
    private final ZooKeeperProcesses zooKeeper;
    private final RecordingApi api;
    private final PlainClient tree;
    private final List<NodeProcess> lives = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    /** A cluster without a node; its journals and logs go to {@code folder}, which exists. */
    Cluster(Path folder, ZooKeeperProcesses zooKeeper, String chroot) throws IOException {
        this.folder = folder;
        this.zooKeeper = zooKeeper;
        String hosts = zooKeeper.connectString() + "/" + chroot;
        api = RecordingApi.start(folder.resolve("api.log"));
        tree = PlainClient.connect(hosts, Duration.ofSeconds(10));
        with("ZOOKEEPER_HOSTS", hosts);
        with("API_URL", api.url());
        with("SAMPLING_PERIOD", "500ms");
        with("SESSION_TIMEOUT", "4s");
    }

    /** Sets a variable of the environment of the nodes that are started from now on. */
    Cluster with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts nodes 1 to {@code count} and waits until they are all in one report. */
    Cluster start(int count) {
        IntStream.rangeClosed(1, count).forEach(i -> startNode(Integer.toString(i)));
        awaitReport(count + " nodes in one report", report -> report.count() == count);
        return this;
    }

    /** Starts a node, for the first time or again, and does not wait for anything. */
    NodeProcess startNode(String id) {
        NodeProcess node = NodeProcess.start(id, lives.size() + 1, folder, environment);
        lives.add(node);
        return node;
    }

    ZooKeeperProcesses zooKeeper() {
        return zooKeeper;
    }

    RecordingApi api() {
        return api;
    }

    /** The znodes of this cluster, below its chroot. */
    PlainClient tree() {
        return tree;
    }

    /** The cycle that is open, as /barrier says. */
    long openCycle() {
        return Long.parseLong(tree.get("/barrier"));
    }

    /** The nodes that are alive. */
    List<NodeProcess> nodes() {
        return lives.stream().filter(NodeProcess::isAlive).toList();
    }

    /** The live nodes but for {@code node}. */
    List<NodeProcess> others(NodeProcess node) {
        return nodes().stream().filter(other -> other != node).toList();
    }

    /** Waits until exactly one live node says that it leads. */
    NodeProcess leader() {
        return leaderOf(this::nodes);
    }

    /** Waits until exactly one of the live nodes but {@code gone} says that it leads. */
    NodeProcess leaderAfter(NodeProcess gone) {
        return leaderOf(() -> others(gone));
    }

    private static NodeProcess leaderOf(Supplier<List<NodeProcess>> candidates) {
        return await("one leader")
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(
                        () -> {
                            List<NodeProcess> leaders = candidates.get().stream()
                                    .filter(NodeProcess::leads)
                                    .toList();
                            return leaders.size() == 1 ? Optional.of(leaders.get(0)) : Optional.<NodeProcess>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /** All reports that the API took so far, in the order in which they arrived. */
    List<Reported> reports() {
        return api.effects().stream().map(Reported::of).toList();
    }

    /** Waits for a report that arrives from now on and is as asked for. */
    Reported awaitReport(String what, Predicate<Reported> wanted) {
        int before = api.effects().size();
        return await("a report: " + what)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> reports().stream().skip(before).filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for {@code more} reports from now on. */
    void awaitReports(int more) {
        int enough = api.effects().size() + more;
        await(more + " more reports")
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> api.effects().size() >= enough);
    }

    /** Stops every node with SIGTERM, all at once, and waits until they are gone. */
    Cluster stop() {
        List<NodeProcess> running = nodes();
        running.forEach(NodeProcess::terminate);
        running.forEach(node -> assertThat(node.exitCode(STOPPED_WITHIN))
                .as("exit code of %s", node)
                .isIn(0, 143));
        return this;
    }

    /** Everything that happened so far, over all lives of all nodes. */
    History history() {
        return new History(
                Event.readAll(lives.stream().map(NodeProcess::journal).toList()), api.requests());
    }

    @Override
    public void close() {
        lives.forEach(NodeProcess::close);
        api.close();
        try {
            tree.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
