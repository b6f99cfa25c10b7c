package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.ApiRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * That leaders follow one another: an epoch has one leader, and from cycle to cycle epochs only rise. When a leader says that
 * it leads is not compared: it says so after it has taken office, and may be held up in between.
 */
final class EpochRules {

    private static final String RISE = "the epoch falls from one cycle to the next, or has two leaders";

    private final List<Violation> violations = new ArrayList<>();

    private EpochRules() {}

    static List<Violation> check(History history) {
        EpochRules rules = new EpochRules();
        rules.oneLeaderPerEpoch(history.events("leading"));
        rules.rising(sorted(history.events("frozen"), Event::cycle), EpochRules::epoch, Event::node);
        rules.rising(
                sorted(history.reports(), ApiRequest::cycle),
                report -> report.json().path("epoch").asLong(),
                report -> report.json().path("leader").asText());
        return rules.violations;
    }

    private void oneLeaderPerEpoch(List<Event> leading) {
        leading.stream()
                .collect(Collectors.groupingBy(EpochRules::epoch, TreeMap::new, Collectors.toList()))
                .forEach((epoch, events) -> {
                    if (events.size() > 1) {
                        violations.add(Violation.of("S4", "epoch " + epoch + " began twice", events));
                    }
                });
    }

    private <T> void rising(List<T> byCycle, ToLongFunction<T> epoch, Function<T, String> leader) {
        for (int i = 1; i < byCycle.size(); i++) {
            T before = byCycle.get(i - 1);
            T next = byCycle.get(i);
            long step = epoch.applyAsLong(next) - epoch.applyAsLong(before);
            boolean sameLeader = leader.apply(before).equals(leader.apply(next));
            if (step < 0 || (step == 0 && !sameLeader)) {
                violations.add(Violation.of("S4", RISE, List.of(before, next)));
            }
        }
    }

    private static <T> List<T> sorted(List<T> list, ToLongFunction<T> cycle) {
        return list.stream().sorted(Comparator.comparingLong(cycle)).toList();
    }

    private static long epoch(Event event) {
        return event.line().path("epoch").asLong();
    }
}
