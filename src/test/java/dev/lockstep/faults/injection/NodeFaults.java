package dev.lockstep.faults.injection;

import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.cluster.PlainClient;
import dev.lockstep.faults.history.FaultLog.Blow;
import dev.lockstep.faults.injection.Fault.Part;
import dev.lockstep.testing.api.ApiAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes that end, start, join and leave. */
final class NodeFaults {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(15);
    private static final int CHURNS = 10;

    /** Where a leader is killed; each of its writes is one transaction, a multi of ZooKeeper. */
    private static final Map<String, String> LEADER_POINTS = Map.of(
            "before-freeze", "before it freezes the report",
            "after-freeze", "between two multis: the report is frozen, the cycle not released",
            "before-post", "before it sends the report",
            "after-post", "when the API has the report and the leader has not noted that",
            "before-release", "when the period is over, before it opens the next cycle",
            "after-release", "between two multis: the next cycle is open, its report not frozen");

    private static final Map<String, String> SENSOR_POINTS = Map.of(
            "before-publish", "when it has measured, before it publishes",
            "after-publish", "when it has published",
            "after-wait", "when it has passed the barrier, before it counts");

    private NodeFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        CrashingRoutes.LEADER_POINTS.forEach(
                point -> faults.add(killAt(point, "the leader is killed " + LEADER_POINTS.get(point), true)));
        CrashingRoutes.SENSOR_POINTS.forEach(
                point -> faults.add(killAt(point, "a node is killed " + SENSOR_POINTS.get(point), false)));
        faults.add(
                node("kill-during-post", "the leader is killed while the API has its request", NodeFaults::duringPost));
        faults.add(node("kill", "a node is killed, and started again up to two session timeouts later", arena -> {
            arena.kill(arena.victim());
            arena.lasts(arena.upTo(arena.timeouts(2)));
            arena.restoreNodes();
        }));
        faults.add(node("kill-leader", "the leader is killed; it is started again when another one leads", arena -> {
            arena.killLeader();
            arena.awaitReports(1);
            arena.restoreNodes();
        }));
        faults.add(node("kill-restart", "a node is killed and started again at once with the same id", arena -> {
            arena.kill(arena.victim());
            arena.restoreNodes();
        }));
        faults.add(node("kill-leaderless", "a second node is killed while there is no leader", arena -> {
            arena.kill(arena.leader());
            arena.lasts(arena.upTo(arena.timeouts(0.5)));
            arena.kill(arena.anyNode());
            arena.restoreNodes();
        }));
        faults.add(node("kill-all", "all nodes are killed", arena -> {
            arena.cluster().nodes().forEach(arena::kill);
            arena.lasts(arena.upTo(arena.timeouts(1)));
            arena.restoreNodes();
        }));
        faults.add(node(
                "sensors-fail",
                "for a while the sensors of all nodes fail, so that a cycle has no reading",
                arena -> arena.failSensors(arena.upTo(arena.timeouts(1)))));
        faults.add(node("terminate-leader", "the leader is told to stop", NodeFaults::terminate));
        faults.add(node("join-leave", "two nodes join; one leaves by SIGTERM, one is killed", NodeFaults::guests));
        faults.add(node(
                "churn",
                "in every cycle for ten cycles, one node leaves and comes back in a new session",
                NodeFaults::churn));
        return faults;
    }

    private static Fault node(String name, String what, Fault.Strike strike) {
        return new Fault(name, what, Part.NODE, strike);
    }

    private static Fault killAt(String point, String what, boolean leader) {
        return node("kill-" + point, what, arena -> {
            arena.haltAt(point, leader);
            arena.restoreNodes();
        });
    }

    private static void duringPost(Arena arena) {
        boolean commits = arena.random().nextBoolean();
        arena.api().answer(ApiAnswer.dropAfter(Duration.ofSeconds(1), commits));
        int before = arena.api().requestCount();
        arena.await("a request", () -> arena.api().requestCount() > before);
        arena.note(commits ? "with its effect" : "without its effect");
        arena.kill(arena.leader());
        arena.api().answer(ApiAnswer.ACCEPT);
        arena.restoreNodes();
    }

    private static void terminate(Arena arena) {
        NodeProcess leader = arena.leader();
        arena.note("SIGTERM " + leader);
        arena.mark(Blow.LEADER_STOPPED, leader);
        leader.terminate();
        leader.exitCode(ENDS_WITHIN);
        arena.mark(Blow.GONE, leader);
        PlainClient tree = arena.cluster().tree();
        if (tree.exists("/nodes/" + leader.id()) || tree.exists("/mediciones/" + leader.id())) {
            arena.mark(Blow.LEFT_ZNODES, leader);
        }
        arena.awaitReports(1);
        arena.restoreNodes();
    }

    private static void guests(Arena arena) throws InterruptedException {
        NodeProcess guest = arena.cluster().startNode("guest-1");
        NodeProcess other = arena.cluster().startNode("guest-2");
        arena.awaitConnected(guest);
        arena.awaitConnected(other);
        arena.lasts(arena.upTo(Duration.ofMillis(500)));
        arena.note("SIGTERM " + guest);
        guest.terminate();
        arena.kill(other);
        guest.exitCode(ENDS_WITHIN);
    }

    /** A new process for each would take longer than a cycle to start; a new session is what the others see of it anyway. */
    private static void churn(Arena arena) throws Exception {
        for (int i = 0; i < CHURNS; i++) {
            String leader = arena.cluster().lastReport().leader();
            List<NodeProcess> others = arena.cluster().nodes().stream()
                    .filter(node -> !node.id().equals(leader))
                    .toList();
            if (!others.isEmpty()) {
                arena.endSession(arena.pick(others), "/nodes/");
            }
            arena.awaitReports(1);
        }
    }
}
