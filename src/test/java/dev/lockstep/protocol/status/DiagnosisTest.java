package dev.lockstep.protocol.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.protocol.delivery.DeliveryProblem;
import dev.lockstep.protocol.status.ClusterStatus.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final Instant OPENED = Instant.parse("2026-11-24T10:00:00Z");
    private static final Backlog NONE = Backlog.of(List.of());
    private static final Backlog KEPT = Backlog.of(List.of(40L, 41L));
    private static final DeliveryProblem PROBLEM = new DeliveryProblem("http://web/", "answers 503", OPENED, 40);

    @Test
    void aClusterWhoseCyclesContinueIsWell() {
        assertThat(after(0.1, status("1", false, at("1", 42), at("2", 41)))).isEmpty();
        assertThat(after(5, status("1", true, at("1", 42), at("2", 42)))).isEmpty();
    }

    @Test
    void aTreeWithoutACycleHasNoFindings() {
        assertThat(Diagnosis.of(
                        new ClusterStatus(
                                null, null, null, false, null, null, List.of(), 0, NONE, null, NONE, List.of()),
                        OPENED,
                        Optional.empty(),
                        1))
                .isEmpty();
    }

    @Test
    void withoutANodeNothingIsMeasured() {
        assertThat(after(5, status(null, false))).containsExactly("no node is alive: nothing is measured");
    }

    @Test
    void withoutALeaderTheCycleWaits() {
        assertThat(after(3, status(null, true, at("1", 42))))
                .containsExactly("no leader: cycle 42 waits for one, open for 3.0 s");
    }

    @Test
    void lateNodesAreNamed() {
        assertThat(after(3, status("1", false, at("1", 42), at("2", 41), at("3", null))))
                .containsExactly("cycle 42 waits for 2, 3, open for 3.0 s");
    }

    @Test
    void aNodeWithAReadingOfALaterCycleIsNotLate() {
        assertThat(after(3, status("1", true, at("1", 43), at("2", 42)))).isEmpty();
        assertThat(after(3, status("1", false, at("1", 43), at("2", 41))))
                .containsExactly("cycle 42 waits for 2, open for 3.0 s");
    }

    @Test
    void tooFewNodesAreNoStalledLeader() {
        assertThat(Diagnosis.of(status("1", false, at("1", 42)), OPENED.plusSeconds(30), Optional.empty(), 3))
                .containsExactly("cycle 42 waits for more nodes: 1 alive, min_nodes is 3");
    }

    @Test
    void aStalledLeaderIsNamed() {
        String stall = "leader 1 does not continue: if it has crashed, another node leads when its session expires";
        assertThat(after(12, status("1", false, at("1", 42))))
                .containsExactly("cycle 42 is open for 12 s and " + stall);
        assertThat(Diagnosis.of(
                        status("1", true, at("1", 42)), OPENED.plusSeconds(12), Optional.of(Duration.ofSeconds(5)), 1))
                .containsExactly("cycle 42 is open for 12 s and " + stall);
    }

    @Test
    void aFrozenReportMayWaitForThePeriodHoweverLongThatIs() {
        assertThat(after(3600, status("1", true, at("1", 42))))
                .as("the period is not known")
                .isEmpty();
    }

    @Test
    void keptReportsAreShownWithTheReason() {
        assertThat(delivery(KEPT, PROBLEM, NONE))
                .containsExactly("2 reports kept: API http://web/ answers 503 (since 2026-11-24T10:00:00Z)");
        assertThat(delivery(NONE, PROBLEM, NONE))
                .as("only the report of the open cycle was not accepted")
                .containsExactly("API http://web/ answers 503 (since 2026-11-24T10:00:00Z)");
        assertThat(delivery(KEPT, null, NONE)).containsExactly("2 reports kept: being delivered");
        assertThat(delivery(NONE, null, Backlog.of(List.of(7L))))
                .containsExactly("1 report refused permanently by the API and set aside (lockstep refused)");
    }

    @Test
    void durationsAreReadable() {
        assertThat(Stream.of(-5, 0, 340, 9_990, 61_700)
                        .map(millis -> Diagnosis.formatSeconds(Duration.ofMillis(millis))))
                .containsExactly("0.0 s", "0.0 s", "0.3 s", "10.0 s", "61 s");
    }

    private static List<String> after(double seconds, ClusterStatus status) {
        return Diagnosis.of(status, OPENED.plusMillis((long) (seconds * 1000)), Optional.empty(), 1);
    }

    private static List<String> delivery(Backlog kept, DeliveryProblem problem, Backlog refused) {
        ClusterStatus status = new ClusterStatus(
                "c", 42L, OPENED, true, 1L, "1", List.of(at("1", 42)), 1, kept, problem, refused, List.of());
        return Diagnosis.of(status, OPENED.plusSeconds(1), Optional.empty(), 1);
    }

    private static ClusterStatus status(String leader, boolean frozen, ClusterStatus.Node... nodes) {
        return new ClusterStatus("c", 42L, OPENED, frozen, 1L, leader, List.of(nodes), 1, NONE, null, NONE, List.of());
    }

    private static ClusterStatus.Node at(String id, Integer cycle) {
        return new ClusterStatus.Node(id, "host", 1L, OPENED, cycle == null ? null : cycle.longValue(), null, null, 0);
    }
}
