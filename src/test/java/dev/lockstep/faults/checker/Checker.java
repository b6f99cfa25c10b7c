package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks the history of a run against every invariant of the protocol. The rules know nothing of how the system works. */
public final class Checker {

    private Checker() {}

    /** Returns every invariant that the history breaks. */
    public static List<Violation> violations(History history) {
        List<Violation> violations = new ArrayList<>();
        violations.addAll(EffectRules.check(history));
        violations.addAll(ReadingRules.check(history));
        violations.addAll(CycleRules.check(history));
        violations.addAll(EpochRules.check(history));
        violations.addAll(MembershipRules.check(history));
        violations.addAll(ReleaseRules.check(history));
        violations.addAll(ConfigRules.check(history));
        violations.addAll(FinalRules.check(history));
        violations.addAll(TransactionRules.check(history));
        violations.addAll(new LivenessRules(history).check().violations());
        return violations;
    }

    /** Returns what took too long and is no violation, because the machine was provably too slow. */
    public static List<Violation> notices(History history) {
        return new LivenessRules(history).check().notices();
    }

    /**
     * Fails if the history breaks an invariant.
     *
     * @throws AssertionError with each violation and the events that show it
     */
    public static void assertHolds(History history) {
        List<Violation> violations = violations(history);
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations of the protocol:\n"
                    + violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        }
    }
}
