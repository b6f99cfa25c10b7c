package dev.lockstep.faults.injection;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.cluster.WebProcesses;
import dev.lockstep.faults.cluster.ZooKeeperProcesses;
import dev.lockstep.faults.history.FaultLog;
import dev.lockstep.testing.api.FakeApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** What a {@link Fault} may lay its hands on. Everything random comes from one seed. */
public final class Arena {

    private static final String CONFIG = "/config/";
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final TestBed bed;
    private final Cluster cluster;
    private final WebProcesses web;
    private final CrashingRoutes routes;
    private final FaultLog log;
    private final Random random;
    private final boolean alone;

    /**
     * An arena.
     *
     * @param web what stands behind the API; null if that is the API itself
     */
    public Arena(TestBed bed, Cluster cluster, WebProcesses web, CrashingRoutes routes, FaultLog log, Random random) {
        this(bed, cluster, web, routes, log, random, true);
    }

    private Arena(
            TestBed bed,
            Cluster cluster,
            WebProcesses web,
            CrashingRoutes routes,
            FaultLog log,
            Random random,
            boolean alone) {
        this.bed = bed;
        this.cluster = cluster;
        this.web = web;
        this.routes = routes;
        this.log = log;
        this.random = random;
        this.alone = alone;
    }

    /** The same, with random numbers of its own, for one of several faults at the same time. */
    Arena twin() {
        return new Arena(bed, cluster, web, routes, log, new Random(random.nextLong()), false);
    }

    TestBed bed() {
        return bed;
    }

    /** Whether a fault can be done here. */
    boolean can(Fault fault) {
        return bed.has(fault.needs()) && (web != null || fault.part() != Fault.Part.WEB);
    }

    public Cluster cluster() {
        return cluster;
    }

    WebProcesses web() {
        return web;
    }

    public FakeApi api() {
        return cluster.api();
    }

    ZooKeeperProcesses zooKeeper() {
        return cluster.zooKeeper();
    }

    Random random() {
        return random;
    }

    /** Notes what is hit, for people. */
    void note(String what) {
        log.note(what);
    }

    /** Notes a blow after which the rules set a time, unless something else is wrong too. */
    void mark(FaultLog.Blow blow, NodeProcess node) {
        if (alone) {
            log.mark(blow, node.id());
        }
    }

    /** Lets a fault last. */
    public void lasts(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    /** That many session timeouts. */
    public Duration timeouts(double factor) {
        return bed.scale().timeouts(factor);
    }

    /** Some time up to {@code longest}. */
    Duration upTo(Duration longest) {
        return Duration.ofNanos((long) (longest.toNanos() * random.nextDouble()));
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The node that led in the last report, or any if that one is gone. */
    public NodeProcess leader() {
        String id = cluster.lastReport().leader();
        return cluster.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseGet(this::anyNode);
    }

    /** Any node that is alive; waits for one if another fault has just killed them all. */
    NodeProcess anyNode() {
        await("a node that is alive", () -> !cluster.nodes().isEmpty());
        return pick(cluster.nodes());
    }

    /** The leader or, as often, any node. */
    NodeProcess victim() {
        return random.nextBoolean() ? leader() : anyNode();
    }

    void kill(NodeProcess node) {
        note("kill -9 " + node);
        node.kill9();
    }

    void killLeader() {
        NodeProcess leader = leader();
        mark(FaultLog.Blow.LEADER_KILLED, leader);
        kill(leader);
    }

    /** Ends the session that owns a znode of the node, as if that had expired. */
    void endSession(NodeProcess node, String parent) throws IOException, InterruptedException {
        long session = cluster.tree().owner(parent + node.id()).orElse(0L);
        if (session != 0) {
            note("the session of " + parent + node.id() + " ends");
            cluster.tree().endSession(session);
        }
    }

    /** SIGSTOP for a while. */
    void freeze(NodeProcess node, Duration duration) throws InterruptedException {
        note("SIGSTOP " + node + " for " + duration.toMillis() + " ms");
        node.freeze();
        lasts(duration);
        if (node.isAlive()) {
            node.thaw();
        }
    }

    /** Starts every regular node that is not there, and waits until each has reached ZooKeeper. */
    public void restoreNodes() {
        List<String> there = cluster.nodes().stream().map(NodeProcess::id).toList();
        List<NodeProcess> started = new ArrayList<>();
        for (int i = 1; i <= bed.scale().nodes(); i++) {
            String id = Integer.toString(i);
            if (!there.contains(id)) {
                started.add(cluster.startNode(id));
            }
        }
        started.forEach(this::awaitConnected);
    }

    void awaitConnected(NodeProcess node) {
        await(node + " to reach ZooKeeper", () -> !node.isAlive() || node.log().contains("Connected to ZooKeeper"));
    }

    /**
     * Has the first node that comes by the point kill itself; returns when it is dead.
     *
     * @param leader whether only the leader comes by that point
     */
    void haltAt(String point, boolean leader) {
        note("halt " + point);
        List<NodeProcess> before = cluster.nodes();
        CrashPoint.arm(routes.points(), point, CrashPoint.Deed.HALT);
        awaitHit(point);
        NodeProcess dead = await("the node to die", () -> before.stream()
                .filter(node -> !node.isAlive())
                .findFirst()
                .orElse(null));
        if (leader) {
            mark(FaultLog.Blow.LEADER_KILLED, dead);
        }
    }

    /** Has the first node that comes by the point stop, as by SIGSTOP; wakes it after a while. */
    void stopAt(String point, Duration duration) throws InterruptedException {
        note("stop " + point + " for " + duration.toMillis() + " ms");
        CrashPoint.arm(routes.points(), point, CrashPoint.Deed.STOP);
        awaitHit(point);
        lasts(duration);
        cluster.nodes().forEach(NodeProcess::thaw);
    }

    /** Has every measurement fail for a while. */
    void failSensors(Duration duration) throws InterruptedException {
        note("sensors fail for " + duration.toMillis() + " ms");
        CrashPoint.arm(routes.points(), CrashingRoutes.SENSOR, CrashPoint.Deed.FAIL);
        try {
            lasts(duration);
        } finally {
            CrashPoint.disarm(routes.points(), CrashingRoutes.SENSOR);
        }
    }

    private void awaitHit(String point) {
        try {
            await("a node to come by " + point, () -> !CrashPoint.isArmed(routes.points(), point));
        } finally {
            CrashPoint.disarm(routes.points(), point);
        }
    }

    void await(String what, BooleanSupplier condition) {
        await(what, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }

    /** Waits for something that is not null. */
    private static <T> T await(String what, Callable<T> search) {
        return Awaitility.await(what)
                .atMost(ARRIVES_WITHIN)
                .pollInterval(LOOK_EVERY)
                .until(search, found -> found != null);
    }

    /** Writes a valid value. */
    void configure(String key, String value) {
        note(key + " is " + value);
        log.writing(key, value, true);
        cluster.tree().set(CONFIG + key, value);
    }

    /** Writes nonsense. */
    void misconfigure(String key, String value) {
        log.writing(key, value, false);
        cluster.tree().set(CONFIG + key, value);
    }

    void unset(String key) {
        note(key + " is deleted");
        log.writing(key, null, true);
        cluster.tree().delete(CONFIG + key);
    }

    /** Waits until the API has taken {@code more} further reports. */
    public void awaitReports(int more) {
        int before = api().effectCount();
        await(more + " more reports", () -> api().effectCount() >= before + more);
    }
}
