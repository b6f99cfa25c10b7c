package dev.lockstep.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that are started again after a crash. The session timeout is longer than any wait here, so none waits for its end. */
@ExtendWith(ClusterExtension.class)
class RestartIT {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(40);
    /** From the kill: most of it is the start of a JVM, which takes long on a busy machine. */
    private static final Duration BACK_LONG_BEFORE = SESSION_TIMEOUT.dividedBy(2);

    @Test
    void aCrashedLeaderThatIsStartedAgainHandsOverAtOnce(Cluster cluster) {
        cluster.with("SESSION_TIMEOUT", SESSION_TIMEOUT.toSeconds() + "s").start(3);
        NodeProcess leader = cluster.leader();

        leader.kill9();
        Instant killed = Instant.now();
        NodeProcess again = cluster.startNode(leader.id());
        NodeProcess successor = cluster.leaderAfter(leader);
        Reported whole = cluster.awaitReport("with the restarted node", report -> report.count() == 3);

        Instant leads = successor.events("leading").get(0).at();
        System.out.printf(
                "leader killed and started again: new leader after %d ms, whole report after %d ms%n",
                Duration.between(killed, leads).toMillis(),
                Duration.between(killed, whole.at()).toMillis());
        assertThat(Duration.between(killed, whole.at())).isLessThan(BACK_LONG_BEFORE);
        assertThat(again.log()).contains("Closed session").contains("process " + leader.pid());
        cluster.awaitReports(3);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void afterACrashOfEveryProcessTheNodesGoOnWithWhatTheyHadKept(Cluster cluster) {
        cluster.with("SESSION_TIMEOUT", SESSION_TIMEOUT.toSeconds() + "s").start(3);
        cluster.api().stop();
        long kept = cluster.openCycle() + 2;
        await("cycle " + kept + " to be over").atMost(Duration.ofSeconds(60)).until(() -> cluster.openCycle() > kept);
        cluster.nodes().forEach(NodeProcess::kill9);
        for (int server = 1; server <= 3; server++) {
            cluster.zooKeeper().kill(server);
        }
        cluster.zooKeeper().heal();
        Instant killed = Instant.now();
        cluster.api().resume();
        List.of("1", "2", "3").forEach(cluster::startNode);

        Reported whole = cluster.awaitReport("of all nodes", report -> report.count() == 3);
        System.out.printf(
                "all nodes and servers killed and started again: reports again after %d ms%n",
                Duration.between(killed, whole.at()).toMillis());
        assertThat(Duration.between(killed, whole.at())).isLessThan(BACK_LONG_BEFORE);
        await("every kept report").atMost(Duration.ofSeconds(60)).until(() -> cluster.reports().stream()
                .anyMatch(report -> report.cycle() == kept));
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void aTwinThatFindsTheStateFolderOfALivingNodeIsRefused(Cluster cluster) {
        cluster.with("SESSION_TIMEOUT", "4s").start(2);
        NodeProcess holder = cluster.leader();
        NodeProcess twin = cluster.startNode(holder.id());

        assertThat(twin.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(twin.log()).contains("in use by another process").contains("id '" + holder.id() + "' is in use");
        assertThat(holder.isAlive()).isTrue();
        cluster.awaitReports(2);
        assertThat(cluster.history().events("leading"))
                .as("no change of leader")
                .hasSize(1);
        cluster.stop().assertInvariantsHold();
    }
}
