package dev.lockstep.protocol.status;

import dev.lockstep.protocol.delivery.DeliveryProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Describes what is wrong in a cluster, given its {@link ClusterStatus}. It compares ZooKeeper's clock with the clock of this
 * machine, so the seconds are only as accurate as these clocks.
 */
public final class Diagnosis {

    /** A shorter wait is not reported: every cycle waits for its readings for some milliseconds, and longer on a slow machine. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

    private final ClusterStatus status;
    private final Duration open;

    private Diagnosis(ClusterStatus status, Instant now) {
        this.status = status;
        this.open = Duration.between(status.openedAt(), now);
    }

    /**
     * Returns what is wrong, the most important first; empty if all is well.
     *
     * @param period the sampling period, if it is known
     * @param minNodes the number of readings that a cycle needs
     */
    public static List<String> of(ClusterStatus status, Instant now, Optional<Duration> period, int minNodes) {
        List<String> findings = new ArrayList<>();
        if (status.cycle() != null) {
            Diagnosis diagnosis = new Diagnosis(status, now);
            diagnosis.stall(period, minNodes).ifPresent(findings::add);
            diagnosis.delivery().ifPresent(findings::add);
        }
        if (status.refused().count() > 0) {
            findings.add(reports(status.refused().count())
                    + " refused permanently by the API and set aside (lockstep refused)");
        }
        return findings;
    }

    /** Returns why the open cycle does not end; empty if it need not have ended yet. */
    private Optional<String> stall(Optional<Duration> period, int minNodes) {
        if (status.nodes().isEmpty()) {
            return Optional.of("no node is alive: nothing is measured");
        }
        if (status.leader() == null) {
            return Optional.of(
                    "no leader: cycle %d waits for one, open for %s".formatted(status.cycle(), formatSeconds(open)));
        }
        if (status.frozen()) {
            return period.filter(duration -> open.compareTo(duration.plus(GRACE_PERIOD)) > 0)
                    .map(duration -> leaderStall());
        }
        if (open.compareTo(GRACE_PERIOD) < 0) {
            return Optional.empty();
        }
        List<String> late = status.nodes().stream()
                // The readings are read after the number of the cycle, so one may be of a later cycle.
                .filter(node -> node.cycle() == null || node.cycle() < status.cycle())
                .map(ClusterStatus.Node::id)
                .toList();
        if (!late.isEmpty()) {
            return Optional.of("cycle %d waits for %s, open for %s"
                    .formatted(status.cycle(), String.join(", ", late), formatSeconds(open)));
        }
        return Optional.of(
                status.nodes().size() < minNodes
                        ? "cycle %d waits for more nodes: %d alive, min_nodes is %d"
                                .formatted(status.cycle(), status.nodes().size(), minNodes)
                        : leaderStall());
    }

    private String leaderStall() {
        return ("cycle %d is open for %s and leader %s does not continue:"
                        + " if it has crashed, another node leads when its session expires")
                .formatted(status.cycle(), formatSeconds(open), status.leader());
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

    /** Returns a duration as readable text, in seconds. */
    public static String formatSeconds(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        return millis < 10_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                : String.format(Locale.ROOT, "%d s", millis / 1000);
    }
}
