package dev.lockstep.faults.history;

import dev.lockstep.faults.checker.ConfigRules;
import dev.lockstep.faults.checker.CycleRules;
import dev.lockstep.faults.checker.EffectRules;
import dev.lockstep.faults.checker.EpochRules;
import dev.lockstep.faults.checker.FinalRules;
import dev.lockstep.faults.checker.LivenessRules;
import dev.lockstep.faults.checker.MembershipRules;
import dev.lockstep.faults.checker.ReadingRules;
import dev.lockstep.faults.checker.ReleaseRules;
import dev.lockstep.faults.checker.TransactionRules;
import dev.lockstep.faults.checker.Violation;
import dev.lockstep.testing.api.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What happened in a run: the journals of all nodes, the requests that reached the API, and what ZooKeeper's servers have on
 * record. It is judged as a whole, after the run, by rules that know nothing of how the system works.
 *
 * @param events the events of all journals; those of one journal in the order in which they were written
 * @param requests the requests, in the order in which they arrived
 * @param conditions what was done to the system; null if that is not known, so that nothing can be said of quiet times
 * @param finalReads what ZooKeeper held in the end; null if that was not read
 * @param transactions all that was written to ZooKeeper, in the order of the writes; null if that was not read
 */
public record History(
        List<Event> events,
        List<ApiRequest> requests,
        Conditions conditions,
        FinalReads finalReads,
        List<Transaction> transactions) {

    /** A history without what only a fault run knows. */
    public History(List<Event> events, List<ApiRequest> requests) {
        this(events, requests, null, null, null);
    }

    /** The reports that the API took: requests with an idempotency key that had an effect, in the order of the effects. */
    public List<ApiRequest> reports() {
        return requests.stream()
                .filter(request -> request.effect() && request.key() != null)
                .toList();
    }

    public List<Event> events(String kind) {
        return events.stream().filter(event -> event.is(kind)).toList();
    }

    /** All events of one kind, by cycle. */
    public Map<Long, List<Event>> byCycle(String kind) {
        return events(kind).stream().collect(Collectors.groupingBy(Event::cycle));
    }

    /** How often any node has passed the barrier. */
    public long passages() {
        return events("passed").size();
    }

    public List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        violations.addAll(EffectRules.check(this));
        violations.addAll(ReadingRules.check(this));
        violations.addAll(CycleRules.check(this));
        violations.addAll(EpochRules.check(this));
        violations.addAll(MembershipRules.check(this));
        violations.addAll(ReleaseRules.check(this));
        violations.addAll(ConfigRules.check(this));
        violations.addAll(FinalRules.check(this));
        violations.addAll(TransactionRules.check(this));
        violations.addAll(new LivenessRules(this).check().violations());
        return violations;
    }

    /** What took too long and is no violation, because the machine was provably too slow. */
    public List<Violation> notices() {
        return new LivenessRules(this).check().notices();
    }

    /**
     * Judges the run.
     *
     * @throws AssertionError with each violation and the events that show it
     */
    public void assertHolds() {
        List<Violation> violations = violations();
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations of the protocol:\n"
                    + violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        }
    }
}
