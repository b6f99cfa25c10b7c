package dev.lockstep.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.Reported;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class NodeIdIT {

    @Test
    void aSecondNodeWithAnIdInUseExitsAndSaysWhoHoldsIt(Cluster cluster) {
        cluster.start(2);
        NodeProcess holder = cluster.nodes().get(0);

        NodeProcess twin = cluster.startNode(holder.id());

        assertThat(twin.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(twin.log()).contains("id " + holder.id()).contains(Long.toString(holder.pid()));
        assertThat(twin.events("measured")).isEmpty();
        assertThat(cluster.awaitReport("after that", report -> true).ids()).containsExactly("1", "2");
        assertThat(cluster.history().events("leading"))
                .as("no change of leader")
                .hasSize(1);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void aNodeRestartedRightAfterKill9ThatKeptNothingWaitsForItsOldSessionToEnd(Cluster cluster) {
        cluster.with("NODE_STATE", "").start(3);
        NodeProcess victim = cluster.others(cluster.leader()).get(0);

        victim.kill9();
        Instant killed = Instant.now();
        NodeProcess again = cluster.startNode(victim.id());
        cluster.awaitReport("without the dead node", report -> report.count() == 2);
        Reported whole = cluster.awaitReport("with the restarted node", report -> report.count() == 3);

        System.out.printf(
                "node restarted after kill -9: in a report again after %d ms%n",
                Duration.between(killed, whole.at()).toMillis());
        assertThat(again.isAlive()).isTrue();
        // The znode of its dead predecessor must not be mistaken for its own: that one would vanish by now.
        cluster.awaitReports(10);
        assertThat(cluster.awaitReport("later", report -> true).count()).isEqualTo(3);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void aLeaderRestartedRightAfterKill9GetsBackIn(Cluster cluster) {
        cluster.start(3);
        NodeProcess victim = cluster.leader();

        victim.kill9();
        cluster.startNode(victim.id());
        cluster.awaitReport("with the restarted node", report -> report.count() == 3);
        cluster.awaitReports(10);
        assertThat(cluster.awaitReport("later", report -> true).count()).isEqualTo(3);
        cluster.stop().assertInvariantsHold();
    }
}
