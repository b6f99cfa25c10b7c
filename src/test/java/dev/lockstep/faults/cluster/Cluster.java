package dev.lockstep.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.checker.Checker;
import dev.lockstep.faults.history.Conditions;
import dev.lockstep.faults.history.FinalReads;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.history.Reported;
import dev.lockstep.faults.history.Transaction;
import dev.lockstep.faults.history.TransactionLog;
import dev.lockstep.testing.api.FakeApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/**
 * A whole system under test: nodes as processes, an ensemble of ZooKeeper servers as processes, an API in this JVM. Every
 * cluster has a chroot of its own, so that many can use one ensemble one after the other.
 */
public final class Cluster implements AutoCloseable {

    /** Longer than any wait of the system itself, on a machine with a few busy cores. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final ZooKeeperProcesses zooKeeper;
    private final String chroot;
    private final FakeApi api;
    private final PlainClient tree;
    private final Nodes nodes;
    private final Map<String, String> environment = new HashMap<>();
    private Launch launch = Launch.JAR;

    /** A cluster without a node; its journals and logs go to {@code folder}, which exists. */
    public Cluster(Path folder, ZooKeeperProcesses zooKeeper, String chroot) throws IOException {
        nodes = new Nodes(folder);
        this.zooKeeper = zooKeeper;
        this.chroot = "/" + chroot;
        String hosts = zooKeeper.connectString() + this.chroot;
        api = FakeApi.start(folder.resolve("api.log"));
        tree = PlainClient.connect(hosts, Duration.ofSeconds(10));
        with("ZOOKEEPER_HOSTS", hosts);
        with("API_URL", api.url());
        with("SAMPLING_PERIOD", "200ms");
        with("SESSION_TIMEOUT", "4s");
    }

    /** Sets a variable of the environment of the nodes that are started from now on. */
    public Cluster with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Says how the nodes that are started from now on are started. */
    public Cluster launchedBy(Launch next) {
        launch = next;
        return this;
    }

    /** Starts nodes 1 to {@code count} and waits until they are all in one report. */
    public Cluster start(int count) {
        IntStream.rangeClosed(1, count).forEach(i -> startNode(Integer.toString(i)));
        awaitReport(count + " nodes in one report", report -> report.count() == count);
        return this;
    }

    /** Starts a node, for the first time or again, and does not wait for anything. */
    public NodeProcess startNode(String id) {
        return nodes.start(id, environment, launch);
    }

    public ZooKeeperProcesses zooKeeper() {
        return zooKeeper;
    }

    public FakeApi api() {
        return api;
    }

    /** The znodes of this cluster, below its chroot. */
    public PlainClient tree() {
        return tree;
    }

    /** The cycle that is open, as /barrier says. */
    public long openCycle() {
        return Long.parseLong(tree.get("/barrier"));
    }

    /** The nodes that are alive. */
    public List<NodeProcess> nodes() {
        return nodes.alive();
    }

    /** The live nodes but for {@code node}. */
    public List<NodeProcess> others(NodeProcess node) {
        return nodes.aliveBut(node);
    }

    /** Waits until exactly one live node says that it leads. */
    public NodeProcess leader() {
        return nodes.awaitLeader(this::nodes);
    }

    /** Waits until exactly one of the live nodes but {@code gone} says that it leads. */
    public NodeProcess leaderAfter(NodeProcess gone) {
        return nodes.awaitLeader(() -> others(gone));
    }

    /** All reports that the API took so far, in the order in which they arrived. */
    public List<Reported> reports() {
        return api.effects().stream().map(Reported::of).toList();
    }

    /** The report that the API took last. */
    public Reported lastReport() {
        return Reported.of(api.effect(api.effectCount() - 1));
    }

    /** Waits for a report that arrives from now on and is as asked for. */
    public Reported awaitReport(String what, Predicate<Reported> wanted) {
        int before = api.effectCount();
        return patiently("a report: " + what)
                .until(() -> reports().stream().skip(before).filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for {@code more} reports from now on. */
    public void awaitReports(int more) {
        int enough = api.effectCount() + more;
        patiently(more + " more reports").until(() -> api.effectCount() >= enough);
    }

    private ConditionFactory patiently(String what) {
        return await(what).atMost(PATIENCE).pollInterval(LOOK_EVERY).failFast(() -> assertThat(nodes())
                .as("live nodes; last words:%n%s", nodes.lastWords())
                .isNotEmpty());
    }

    /** Stops every node with SIGTERM, all at once, and waits until they are gone. */
    public Cluster stop() {
        nodes.stop();
        return this;
    }

    /** Everything that happened so far, over all lives of all nodes. */
    public History history() {
        return new History(nodes.events(), api.requests());
    }

    /** The same, with what was done to the system, what ZooKeeper holds after it, and what ZooKeeper's servers have on record. */
    public History history(Conditions conditions, FinalReads finalReads) {
        List<Transaction> transactions = TransactionLog.read(zooKeeper.dataFolders(), chroot, tree.made("/"));
        return new History(nodes.events(), api.requests(), conditions, finalReads, transactions);
    }

    /** What ZooKeeper holds, and the web backend behind the API; {@code web} is null if there is none. */
    public FinalReads finalReads(WebProcesses web) {
        Map<String, Long> counts = new TreeMap<>();
        tree.children("/counter").forEach(id -> counts.put(id, Long.valueOf(tree.get("/counter/" + id))));
        return new FinalReads(
                openCycle(),
                Long.parseLong(tree.get("/counter")),
                counts,
                cycles("/reports"),
                cycles("/refused"),
                nodes.killed(),
                web == null ? null : web.archive(tree.get("/cluster")));
    }

    private List<Long> cycles(String path) {
        return tree.children(path).stream().map(Long::valueOf).sorted().toList();
    }

    /**
     * Fails if what happened so far breaks an invariant.
     *
     * @throws AssertionError with each violation and the events that show it
     */
    public void assertInvariantsHold() {
        Checker.assertHolds(history());
    }

    @Override
    public void close() {
        nodes.close();
        api.close();
        try {
            tree.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
