package dev.lockstep.faults.checker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.FinalReads;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What must be on record when all is over: nothing owed to the API, nothing that it took lost, every passage counted. */
final class FinalRules {

    private final List<Violation> violations = new ArrayList<>();
    private final History history;
    private final FinalReads reads;

    private FinalRules(History history) {
        this.history = history;
        this.reads = history.finalReads();
    }

    static List<Violation> check(History history) {
        FinalRules rules = new FinalRules(history);
        if (rules.reads != null) {
            rules.everyClosedCycleHasAnEffect();
            rules.nothingIsKept();
            rules.everyPassageIsCounted();
            rules.theTotalIsTheSum();
            rules.nothingTakenIsLost();
        }
        return rules.violations;
    }

    private void everyClosedCycleHasAnEffect() {
        Set<Long> effects = history.reports().stream().map(ApiRequest::cycle).collect(Collectors.toSet());
        List<Long> lost = LongStream.range(1, reads.open())
                .filter(cycle -> !effects.contains(cycle))
                .boxed()
                .filter(cycle ->
                        !reads.kept().contains(cycle) && !reads.refused().contains(cycle))
                .toList();
        if (!lost.isEmpty()) {
            add("S3", "cycles that are over, and whose reports are nowhere: " + lost);
        }
    }

    /** A leader that is told to stop may leave the report of the last cycle to the next one. */
    private void nothingIsKept() {
        List<Long> owed =
                reads.kept().stream().filter(cycle -> cycle < reads.open() - 1).toList();
        if (!owed.isEmpty()) {
            add("L4", "reports are still kept: " + owed);
        }
    }

    /**
     * A node that is killed between its line in the journal and the write of its count takes one passage with it; the journal and
     * ZooKeeper cannot be written at once.
     */
    private void everyPassageIsCounted() {
        Map<String, Long> passed =
                history.events("passed").stream().collect(Collectors.groupingBy(Event::node, Collectors.counting()));
        reads.counts().forEach((node, counted) -> {
            long passages = passed.getOrDefault(node, 0L);
            long unknown = reads.killed().getOrDefault(node, 0L);
            if (counted > passages || counted < passages - unknown) {
                add(
                        "S9",
                        "node %s has passed %d times (and was killed %d times), but counted %d"
                                .formatted(node, passages, unknown, counted));
            }
        });
    }

    /** {@code /counter} is at most one cycle late: it is written with a release, before the passages of that cycle. */
    private void theTotalIsTheSum() {
        long passages = history.passages();
        long unknown =
                reads.killed().values().stream().mapToLong(Long::longValue).sum();
        long nodes =
                history.events("passed").stream().map(Event::node).distinct().count();
        if (reads.total() > passages || reads.total() < passages - unknown - 2 * nodes) {
            add(
                    "S9",
                    "/counter is %d after %d passages, counted as %s"
                            .formatted(reads.total(), passages, reads.counts()));
        }
    }

    private void nothingTakenIsLost() {
        if (reads.archive() != null) {
            Map<Long, JsonNode> archive = reads.archive().stream()
                    .collect(Collectors.toMap(report -> report.path("cycle").asLong(), report -> report));
            history.reports().stream()
                    .filter(report -> !report.json().equals(archive.get(report.cycle())))
                    .forEach(report -> violations.add(Violation.of(
                            "2.5",
                            "a report that was answered with 2xx is not what web has",
                            List.of(report, "web has: " + archive.get(report.cycle())))));
        }
    }

    private void add(String rule, String what) {
        violations.add(Violation.of(rule, what, List.of()));
    }
}
