package dev.lockstep.protocol.status;

import dev.lockstep.protocol.delivery.DeliveryProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says in words what is going on in a cluster, from what its znodes say. It compares the clocks of ZooKeeper and of this
 * machine, so its seconds are as good as these.
 */
public final class Diagnosis {

    /** As long as this nothing is said: every cycle waits for its readings for some milliseconds, on a slow machine longer. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final ClusterStatus status;
    private final Duration open;

    private Diagnosis(ClusterStatus status, Instant now) {
        this.status = status;
        this.open = Duration.between(status.openedAt(), now);
    }

    /**
     * What is not as it should be, the most important first; empty when all is well.
     *
     * @param period the sampling period, as far as it is known
     * @param minNodes how many readings a cycle needs
     */
    public static List<String> of(ClusterStatus status, Instant now, Optional<Duration> period, int minNodes) {
        List<String> words = new ArrayList<>();
        if (status.cycle() != null) {
            Diagnosis diagnosis = new Diagnosis(status, now);
            diagnosis.standstill(period, minNodes).ifPresent(words::add);
            diagnosis.delivery().ifPresent(words::add);
        }
        if (status.refused().count() > 0) {
            words.add(reports(status.refused().count())
                    + " refused by the API for good and set aside (lockstep refused)");
        }
        return words;
    }

    /** Why the open cycle does not end; empty if there is no reason to think that it should have. */
    private Optional<String> standstill(Optional<Duration> period, int minNodes) {
        if (status.nodes().isEmpty()) {
            return Optional.of("no node is alive: nothing is measured");
        }
        if (status.leader() == null) {
            return Optional.of(
                    "no leader: cycle %d waits for one, open for %s".formatted(status.cycle(), seconds(open)));
        }
        if (status.frozen()) {
            return period.filter(held -> open.compareTo(held.plus(MOMENT)) > 0).map(held -> silent());
        }
        if (open.compareTo(MOMENT) < 0) {
            return Optional.empty();
        }
        List<String> late = status.nodes().stream()
                // A reading of a later cycle was read later than the cycle's number.
                .filter(node -> node.cycle() == null || node.cycle() < status.cycle())
                .map(ClusterStatus.Node::id)
                .toList();
        if (!late.isEmpty()) {
            return Optional.of("cycle %d waits for %s, open for %s"
                    .formatted(status.cycle(), String.join(", ", late), seconds(open)));
        }
        return Optional.of(
                status.nodes().size() < minNodes
                        ? "cycle %d waits for more nodes: %d alive, min_nodes is %d"
                                .formatted(status.cycle(), status.nodes().size(), minNodes)
                        : silent());
    }

    private String silent() {
        return "cycle %d is open for %s and leader %s does not go on: if it died, another leads once its session has ended"
                .formatted(status.cycle(), seconds(open), status.leader());
    }

    private Optional<String> delivery() {
        DeliveryProblem problem = status.problem();
        int kept = status.undelivered().count();
        if (problem != null) {
            return Optional.of("%sAPI %s %s (since %s)"
                    .formatted(
                            kept == 0 ? "" : reports(kept) + " kept: ", problem.api(), problem.why(), problem.since()));
        }
        return kept == 0 ? Optional.empty() : Optional.of(reports(kept) + " kept: being delivered");
    }

    private static String reports(int count) {
        return count + (count == 1 ? " report" : " reports");
    }

    /** A duration for people. */
    public static String seconds(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        return millis < 10_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                : String.format(Locale.ROOT, "%d s", millis / 1000);
    }
}
