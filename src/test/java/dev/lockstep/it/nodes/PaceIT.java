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
class PaceIT {

    private static final int CYCLES = 200;

    @Test
    void twoHundredCyclesOf50MillisecondsAreTwoHundredReports(Cluster cluster) {
        cluster.with("SAMPLING_PERIOD", "50ms").start(3);
        await(CYCLES + " reports")
                .atMost(Duration.ofSeconds(90))
                .until(() -> cluster.reports().size() >= CYCLES);
        cluster.stop();

        List<Reported> reports = cluster.reports();
        assertThat(reports.subList(0, CYCLES))
                .extracting(Reported::cycle)
                .doesNotHaveDuplicates()
                .contains(1L, (long) CYCLES);
        Duration took =
                Duration.between(reports.get(50).at(), reports.get(CYCLES - 1).at());
        System.out.printf("period 50 ms: %.1f ms a cycle%n", took.toNanos() / 1e6 / (CYCLES - 51));
        cluster.assertInvariantsHold();
    }
}
