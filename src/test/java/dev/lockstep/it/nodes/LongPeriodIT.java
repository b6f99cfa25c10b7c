package dev.lockstep.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.history.Reported;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class LongPeriodIT {

    private static final Duration PERIOD = Duration.ofSeconds(15);

    @Test
    void aPeriodFarLongerThanTheSessionTimeoutCostsNoSession(Cluster cluster) {
        cluster.with("SAMPLING_PERIOD", PERIOD.toSeconds() + "s").with("SESSION_TIMEOUT", "2s");
        List.of("1", "2", "3").forEach(cluster::startNode);

        await("two reports")
                .atMost(PERIOD.multipliedBy(2).plusSeconds(5))
                .until(() -> cluster.reports().size() >= 2);

        Reported first = cluster.reports().get(0);
        Reported second = cluster.reports().get(1);
        assertThat(Duration.between(first.at(), second.at())).isGreaterThan(PERIOD.dividedBy(2));
        assertThat(second.leader()).isEqualTo(first.leader());
        assertThat(second.epoch()).isEqualTo(first.epoch());
        assertThat(second.count()).isEqualTo(3);
        assertThat(cluster.history().events("leading"))
                .as("no change of leader")
                .hasSize(1);
        cluster.stop().assertInvariantsHold();
    }
}
