package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** That nothing is released before its report is safe: frozen, or already with the API. */
final class ReleaseRules {

    private ReleaseRules() {}

    static List<Violation> check(History history) {
        List<Violation> violations = new ArrayList<>();
        Map<Long, List<Event>> frozen = history.byCycle("frozen");
        for (Event released : history.events("released")) {
            boolean onRecord = frozen.getOrDefault(released.cycle(), List.of()).stream()
                    .anyMatch(event -> !event.at().isAfter(released.at()));
            if (!onRecord && !closedBefore(history, released)) {
                violations.add(Violation.of(
                        "S8",
                        "cycle " + released.cycle() + " is released, and its report neither frozen nor delivered",
                        List.of(released)));
            }
        }
        return violations;
    }

    /**
     * A leader that died as soon as it had frozen a report left no word of that; then the report itself says that an earlier
     * leader closed the cycle before this one released it.
     */
    private static boolean closedBefore(History history, Event released) {
        return history.reports().stream()
                .filter(report -> report.cycle() == released.cycle())
                .anyMatch(report -> report.at().isBefore(released.at())
                        || (report.epoch() < released.line().path("epoch").asLong()
                                && report.closedAt().isBefore(released.at())));
    }
}
