package dev.lockstep.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leaving on purpose. The session timeout is far longer than any wait here, so nothing can be due to its end. */
@ExtendWith(ClusterExtension.class)
class LeavingIT {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(5);
    /** What the design promises is the period of 0.2 s and 0.3 s more; the rest is for a busy machine. */
    private static final Duration HAND_OVER_LOOSELY = Duration.ofSeconds(4);

    @Test
    void aNodeStoppedBySigtermIsGoneAtOnceAndTheOthersGoOn(Cluster cluster) {
        cluster.with("SESSION_TIMEOUT", "20s").start(3);
        NodeProcess leaving = cluster.others(cluster.leader()).get(0);

        Instant told = Instant.now();
        leaving.terminate();
        Reported next = cluster.awaitReport("without the one that left", report -> report.count() == 2);
        leaving.exitCode(GONE_WITHIN.minus(Duration.between(told, Instant.now())));

        assertThat(cluster.tree().children("/mediciones")).hasSize(2).doesNotContain(leaving.id());
        assertThat(next.missing()).doesNotContain(leaving.id());
        assertThat(Duration.between(told, next.at())).isLessThan(HAND_OVER_LOOSELY);
        cluster.awaitReports(2);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void aLeaderStoppedBySigtermHandsOver(Cluster cluster) {
        cluster.with("SESSION_TIMEOUT", "20s").start(3);
        NodeProcess leader = cluster.leader();

        Instant told = Instant.now();
        leader.terminate();
        Reported next = cluster.awaitReport(
                "of another leader", report -> !report.leader().equals(leader.id()));
        leader.exitCode(GONE_WITHIN.minus(Duration.between(told, Instant.now())));

        Duration handOver = Duration.between(told, next.at());
        System.out.printf(
                "leader stopped by SIGTERM: next report of another leader after %d ms%n", handOver.toMillis());
        assertThat(handOver).isLessThan(HAND_OVER_LOOSELY);
        assertThat(cluster.tree().children("/mediciones")).hasSize(2).doesNotContain(leader.id());
        cluster.awaitReports(2);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void theCounterIsTheNumberOfMeasurementsThatPassedTheBarrier(Cluster cluster) {
        cluster.start(3);
        cluster.awaitReports(5);
        long passages = cluster.stop().history().passages();

        List<String> ids = cluster.tree().children("/counter");
        long counted =
                ids.stream().mapToLong(id -> number(cluster, "/counter/" + id)).sum();
        assertThat(counted).as("the sum of the nodes' own counts").isEqualTo(passages);
        assertThat(number(cluster, "/counter"))
                .as("the total, at most a cycle of three nodes late")
                .isBetween(passages - 3, passages);
    }

    private static long number(Cluster cluster, String path) {
        return Long.parseLong(cluster.tree().get(path));
    }
}
