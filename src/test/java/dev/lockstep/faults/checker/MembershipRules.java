package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.Conditions;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.history.Reported;
import dev.lockstep.testing.api.ApiRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who must be in a report: every node that took part in the whole cycle and in the one before, while nothing was wrong. */
final class MembershipRules {

    /** After a fault, a session that it has touched may still end. */
    private static final double AFTERMATH_IN_TIMEOUTS = 1.5;

    private final List<Violation> violations = new ArrayList<>();
    private final Conditions conditions;
    private final Map<Long, ApiRequest> reports = new HashMap<>();

    private MembershipRules(History history) {
        conditions = history.conditions();
        history.reports().forEach(report -> reports.put(report.cycle(), report));
    }

    static List<Violation> check(History history) {
        MembershipRules rules = new MembershipRules(history);
        if (rules.conditions != null) {
            history.events().stream()
                    .collect(Collectors.groupingBy(Event::life, TreeMap::new, Collectors.toList()))
                    .values()
                    .forEach(rules::oneLife);
        }
        return rules.violations;
    }

    private void oneLife(List<Event> events) {
        Event measuredBefore = null;
        Event measured = null;
        for (Event event : events) {
            if (event.is("measured")) {
                if (measured != null && measured.cycle() < event.cycle() - 1) {
                    skipped(measured, event);
                }
                measuredBefore = measured;
                measured = event;
            } else if (event.is("passed")
                    && measuredBefore != null
                    && measured.cycle() == event.cycle()
                    && measuredBefore.cycle() == event.cycle() - 1) {
                wholeCycle(measuredBefore.at(), measured, event.at());
            }
        }
    }

    private void skipped(Event before, Event after) {
        if (!disturbed(before.at(), after.at())) {
            violations.add(Violation.of(
                    "S7",
                    "node " + before.node() + " was there and took no part in cycle " + (before.cycle() + 1),
                    List.of(before, after)));
        }
    }

    private boolean disturbed(Instant from, Instant to) {
        return conditions.disturbed(from, to, conditions.scale().timeouts(AFTERMATH_IN_TIMEOUTS));
    }

    private void wholeCycle(Instant from, Event measured, Instant to) {
        ApiRequest report = reports.get(measured.cycle());
        if (report != null && !disturbed(from, to) && !Reported.of(report).ids().contains(measured.node())) {
            violations.add(Violation.of(
                    "S7",
                    "node " + measured.node() + " is not in the report of cycle " + measured.cycle(),
                    List.of(measured, report)));
        }
    }
}
