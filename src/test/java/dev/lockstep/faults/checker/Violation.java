package dev.lockstep.faults.checker;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A broken invariant.
 *
 * @param rule the invariant, with its number in the design
 * @param what what is wrong
 * @param evidence the events and requests that show it
 */
public record Violation(String rule, String what, List<String> evidence) {

    public static Violation of(String rule, String what, Collection<?> evidence) {
        return new Violation(rule, what, evidence.stream().map(String::valueOf).toList());
    }

    @Override
    public String toString() {
        return rule + ": " + what
                + evidence.stream().map(line -> "\n        " + line).collect(Collectors.joining());
    }
}
