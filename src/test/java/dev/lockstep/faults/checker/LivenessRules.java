package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.Conditions;
import dev.lockstep.faults.history.FaultLog;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.history.Scale;
import dev.lockstep.testing.api.ApiRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * That the system goes on, and how soon. A bound that is exceeded by no more than the time for which programs provably waited
 * for a processor is told as a notice, not as a violation: it says something of the machine.
 */
final class LivenessRules {

    private static final Duration AFTER_HEALING = Duration.ofSeconds(2);
    /**
     * The servers end sessions at their ticks: up to one and a half of them late, which nobody who waits for that end can make up
     * for.
     */
    private static final Duration EXPIRY_LATE = Scale.TICK.multipliedBy(3).dividedBy(2);

    private static final Duration HAND_OVER = Duration.ofMillis(300);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(5);

    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> notices = new ArrayList<>();
    private final List<ApiRequest> reports;
    /** When each of these was closed. */
    private final List<Instant> closed;

    private final Conditions conditions;
    private final Duration period;
    private final Duration session;

    LivenessRules(History history) {
        reports = history.reports();
        closed = reports.stream().map(ApiRequest::closedAt).toList();
        conditions = history.conditions();
        period = conditions == null ? null : conditions.scale().period();
        session = conditions == null ? null : conditions.scale().sessionTimeout();
    }

    LivenessRules check() {
        if (conditions != null) {
            conditions.faults().forEach(this::goesOn);
            conditions.marks().forEach(this::afterBlow);
        }
        return this;
    }

    List<Violation> violations() {
        return violations;
    }

    /** What was too slow because the machine was. */
    List<Violation> notices() {
        return notices;
    }

    private void goesOn(FaultLog.Entry fault) {
        if (fault.healed() != null && next(fault.healed()).isEmpty()) {
            violations.add(Violation.of("L5", "no report ever after " + fault.fault() + " was over", List.of(fault)));
        } else if (fault.healed() != null) {
            bound(
                    "L1",
                    "after " + fault.fault(),
                    fault.healed(),
                    period.plus(session).plus(AFTER_HEALING),
                    fault);
        }
    }

    private void afterBlow(FaultLog.Mark mark) {
        switch (mark.blow()) {
            case LEADER_KILLED ->
                bound(
                        "L2",
                        "after the leader was killed",
                        mark.at(),
                        period.plus(session).plus(EXPIRY_LATE),
                        mark);
            case LEADER_STOPPED -> {
                bound("L3", "after the leader was told to stop", mark.at(), period.plus(HAND_OVER), mark);
                goneInTime(mark);
            }
            case LEFT_ZNODES ->
                violations.add(Violation.of("L3", "a leader that was told to stop left a znode behind", List.of(mark)));
            case GONE -> {
                // Looked for above.
            }
        }
    }

    private void goneInTime(FaultLog.Mark stopped) {
        Instant gone = conditions.marks().stream()
                .filter(mark -> mark.blow() == FaultLog.Blow.GONE
                        && mark.node().equals(stopped.node())
                        && !mark.at().isBefore(stopped.at()))
                .map(FaultLog.Mark::at)
                .findFirst()
                .orElse(Instant.MAX);
        if (gone.equals(Instant.MAX)) {
            violations.add(Violation.of("L3", "a leader that was told to stop never ended", List.of(stopped)));
        } else {
            judge("L3", "the end of a leader that was told to stop", stopped.at(), gone, GONE_WITHIN, stopped);
        }
    }

    private void bound(String rule, String after, Instant from, Duration allowed, Object evidence) {
        next(from)
                .ifPresent(report -> judge(
                        rule,
                        "the next report " + after,
                        from,
                        report.at(),
                        allowed,
                        evidence + "\n        " + report));
    }

    private void judge(String rule, String what, Instant from, Instant to, Duration allowed, Object evidence) {
        Duration took = Duration.between(from, to);
        if (took.compareTo(allowed) > 0) {
            Duration waited = conditions.pressure().waited(from, to);
            boolean slow = took.minus(waited).compareTo(allowed) <= 0;
            (slow ? notices : violations)
                    .add(Violation.of(
                            rule,
                            "%s took %d ms, allowed are %d; for %d ms programs waited for a processor"
                                    .formatted(what, took.toMillis(), allowed.toMillis(), waited.toMillis()),
                            List.of(evidence)));
        }
    }

    /** The first report to arrive of those that were closed after {@code instant}. */
    private Optional<ApiRequest> next(Instant instant) {
        return IntStream.range(0, closed.size())
                .filter(i -> closed.get(i).isAfter(instant))
                .mapToObj(reports::get)
                .findFirst();
    }
}
