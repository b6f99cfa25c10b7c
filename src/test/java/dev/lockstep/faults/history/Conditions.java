package dev.lockstep.faults.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Under which conditions a history happened.
 *
 * @param scale the settings of the cluster
 * @param faults what was done to it, one after the other
 * @param marks where the rules set a time for what follows
 * @param writes every write to the configuration
 * @param pressure proof that the machine was too slow
 */
public record Conditions(
        Scale scale,
        List<FaultLog.Entry> faults,
        List<FaultLog.Mark> marks,
        List<FaultLog.ConfigWrite> writes,
        Pressure pressure) {

    /** Nothing was done. */
    public static Conditions quiet(Scale scale) {
        return new Conditions(scale, List.of(), List.of(), List.of(), Pressure.NONE);
    }

    /** Whether a fault, or what it may still cause in the {@code aftermath}, touches that span. */
    public boolean disturbed(Instant from, Instant to, Duration aftermath) {
        return faults.stream()
                .anyMatch(fault ->
                        fault.from().isBefore(to) && fault.to().plus(aftermath).isAfter(from));
    }
}
