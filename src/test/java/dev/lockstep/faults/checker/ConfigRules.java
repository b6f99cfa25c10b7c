package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.Conditions;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.FaultLog;
import dev.lockstep.faults.history.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** That a node does what was configured: a value that was written, and in the end the last valid one. */
final class ConfigRules {

    /** A node that had this long after the last write must have seen it; every fault is mended before a run ends. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

    private static final String PERIOD = "sampling_period";
    /** What a leader's journal lines may be late, against each other. */
    private static final Duration ROUNDING = Duration.ofMillis(20);

    private final List<Violation> violations = new ArrayList<>();
    private final Conditions conditions;

    private ConfigRules(Conditions conditions) {
        this.conditions = conditions;
    }

    static List<Violation> check(History history) {
        ConfigRules rules = new ConfigRules(history.conditions());
        if (rules.conditions != null) {
            history.events().stream()
                    .collect(Collectors.groupingBy(Event::life, TreeMap::new, Collectors.toList()))
                    .values()
                    .forEach(rules::oneLife);
        }
        return rules.violations;
    }

    private void oneLife(List<Event> events) {
        List<Event> changes =
                events.stream().filter(event -> event.is("config")).toList();
        changes.stream()
                .filter(event -> !wasWritten(event))
                .forEach(event -> violations.add(
                        Violation.of("S10", "a value is in force that nobody had written", List.of(event))));
        Instant first = events.get(0).at();
        Instant last = events.get(events.size() - 1).at();
        lastWrites().forEach((key, write) -> {
            if (first.isBefore(write.at()) && last.isAfter(write.at().plus(SEEN_WITHIN))) {
                lastIsInForce(changes, write);
            }
        });
        periodsHold(events);
    }

    private boolean wasWritten(Event change) {
        // A key that was deleted has the default in force again.
        return outcome(change).equals("DELETED")
                || conditions.writes().stream()
                        .anyMatch(write -> write.valid()
                                && write.key().equals(key(change))
                                && Objects.equals(write.value(), value(change))
                                && !write.at().isAfter(change.at()));
    }

    /** The last write of each key that had to be accepted. */
    private Map<String, FaultLog.ConfigWrite> lastWrites() {
        Map<String, FaultLog.ConfigWrite> writes = new TreeMap<>();
        conditions.writes().stream()
                .filter(FaultLog.ConfigWrite::valid)
                .forEach(write -> writes.put(write.key(), write));
        return writes;
    }

    private void lastIsInForce(List<Event> changes, FaultLog.ConfigWrite write) {
        Optional<Event> last = changes.stream()
                .filter(change -> key(change).equals(write.key()))
                .reduce((before, after) -> after);
        boolean holds = last.map(change -> write.value() == null
                        ? outcome(change).equals("DELETED")
                        : write.value().equals(value(change)))
                .orElse(write.value() == null);
        if (!holds) {
            violations.add(Violation.of(
                    "S10",
                    "the last value written is not in force",
                    List.of(write, last.map(Event::toString).orElse("(no change seen)"))));
        }
    }

    /** From release to release a leader holds for the shortest period that was in force in between. */
    private void periodsHold(List<Event> events) {
        Duration before = conditions.scale().period();
        Duration shortest = before;
        Event released = null;
        for (Event event : events) {
            if (event.is("config") && key(event).equals(PERIOD)) {
                before = period(event);
                shortest = before.compareTo(shortest) < 0 ? before : shortest;
            } else if (event.is("following")) {
                released = null;
            } else if (event.is("released")) {
                boolean next = released != null && released.cycle() == event.cycle() - 1;
                if (next
                        && Duration.between(released.at(), event.at())
                                        .plus(ROUNDING)
                                        .compareTo(shortest)
                                < 0) {
                    violations.add(Violation.of(
                            "S10",
                            "a cycle was shorter than " + shortest.toMillis() + " ms",
                            List.of(released, event)));
                }
                released = event;
                shortest = before;
            }
        }
    }

    private Duration period(Event change) {
        String text = value(change);
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : conditions.scale().period();
    }

    private static String key(Event change) {
        return change.line().path("key").asText();
    }

    private static String value(Event change) {
        return change.line().path("value").asText();
    }

    private static String outcome(Event change) {
        return change.line().path("outcome").asText();
    }
}
