package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.ApiRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a cycle must go: measured once by each node, closed, released once, passed once, and only then the next one. */
final class CycleRules {

    /**
     * A leader writes {@code released} after the release, so others may measure for the next cycle a moment before that line.
     * It writes {@code frozen} before the release, so where that is on record nothing is allowed.
     */
    private static final Duration RELEASED_LATE = Duration.ofMillis(500);

    private final List<Violation> violations = new ArrayList<>();
    private final History history;
    private final Map<Long, List<Event>> measured;
    private final Map<Long, List<Event>> frozen;
    private final Map<Long, List<Event>> released;
    private final Map<Long, List<ApiRequest>> reported;

    private CycleRules(History history) {
        this.history = history;
        measured = new TreeMap<>(history.byCycle("measured"));
        frozen = history.byCycle("frozen");
        released = history.byCycle("released");
        reported = history.reports().stream().collect(Collectors.groupingBy(ApiRequest::cycle));
    }

    static List<Violation> check(History history) {
        CycleRules rules = new CycleRules(history);
        history.events().stream()
                .collect(Collectors.groupingBy(Event::life, TreeMap::new, Collectors.toList()))
                .values()
                .forEach(rules::oneLife);
        rules.atMostOnce("frozen", rules.frozen);
        rules.atMostOnce("released", rules.released);
        rules.measured.forEach((cycle, events) -> {
            if (cycle > 1) {
                rules.notBeforeTheRelease(cycle, events);
                rules.releaseOnRecord(cycle - 1, events);
            }
        });
        return rules.violations;
    }

    /** In the journal of one process: every cycle measured once, in rising order, and passed at most once, after that. */
    private void oneLife(List<Event> events) {
        Set<Long> waiting = new HashSet<>();
        long last = 0;
        for (Event event : events) {
            if (event.is("measured")) {
                if (event.cycle() <= last) {
                    add("S6", "a cycle is measured again, or after a later one", List.of(event));
                }
                last = Math.max(last, event.cycle());
                waiting.add(event.cycle());
            } else if (event.is("passed") && !waiting.remove(event.cycle())) {
                add("S9", "a cycle is passed that was not measured, or passed before", List.of(event));
            }
        }
    }

    private void atMostOnce(String what, Map<Long, List<Event>> byCycle) {
        byCycle.forEach((cycle, events) -> {
            if (events.size() > 1) {
                add("S4", "cycle " + cycle + " is " + what + " twice", events);
            }
        });
    }

    private void notBeforeTheRelease(long cycle, List<Event> measurements) {
        Instant closed = closed(cycle - 1);
        List<Event> early = measurements.stream()
                .filter(event -> event.measuredAt().isBefore(closed))
                .toList();
        if (!early.isEmpty()) {
            add("S6", "cycle " + cycle + " is measured before cycle " + (cycle - 1) + " was released", early);
        }
    }

    /** The earliest proof that a cycle was closed; never, if there is none. */
    private Instant closed(long cycle) {
        Stream<Instant> froze = frozen.getOrDefault(cycle, List.of()).stream().map(Event::at);
        // A leader that dies as soon as it has frozen a report leaves no word of that.
        Stream<Instant> opened = frozen.containsKey(cycle)
                ? Stream.of()
                : released.getOrDefault(cycle, List.of()).stream()
                        .map(event -> event.at().minus(RELEASED_LATE));
        Stream<Instant> took = reported.getOrDefault(cycle, List.of()).stream().map(ApiRequest::at);
        return Stream.of(froze, opened, took)
                .flatMap(proofs -> proofs)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /**
     * A release may be missing from the journals only if its leader left office, or died and had a successor, before it could
     * write it down: a leader that is stopped while it waits for ZooKeeper's reply never learns that it has released.
     */
    private void releaseOnRecord(long cycle, List<Event> measurements) {
        if (released.containsKey(cycle)) {
            return;
        }
        Instant from = closed(cycle);
        Instant to = frozen.getOrDefault(cycle + 1, List.of()).stream()
                .map(Event::at)
                .findFirst()
                .orElse(Instant.MAX);
        boolean cutShort = Stream.concat(history.events("leading").stream(), history.events("following").stream())
                .anyMatch(event -> event.at().isAfter(from) && event.at().isBefore(to));
        if (!cutShort) {
            add("S6", "cycle " + (cycle + 1) + " is measured, but nobody has released cycle " + cycle, measurements);
        }
    }

    private void add(String rule, String what, Collection<?> evidence) {
        violations.add(Violation.of(rule, what, evidence));
    }
}
