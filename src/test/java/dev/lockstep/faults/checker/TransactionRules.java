package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.FinalReads;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.history.Transaction;
import dev.lockstep.faults.history.Transaction.Kind;
import dev.lockstep.faults.history.Transaction.Write;
import dev.lockstep.testing.Lines;
import dev.lockstep.testing.api.ApiRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the order of all writes in ZooKeeper's own log must show: every write of a leader is fenced by the epoch that lasts; epochs
 * and cycles rise one by one; a cycle is released after its report is frozen; a report leaves ZooKeeper after its cycle, and
 * for the API; nobody has a reading of a cycle that is not open yet; no count falls.
 */
final class TransactionRules {

    /** What leaders alone write to, apart from {@code /counter}, whose children are the nodes'. */
    private static final Set<String> OF_LEADERS = Set.of("/barrier", "/reports", "/refused", "/delivery");

    private static final Set<String> FOR_EVER = Set.of("/cluster", "/epoch", "/barrier");

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Long, String> frozen = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    /** The cycles whose reports have left ZooKeeper, so that the API must have them. */
    private final Set<Long> given = new TreeSet<>();

    private long open;
    private long epoch;

    private TransactionRules() {}

    static List<Violation> check(History history) {
        TransactionRules rules = new TransactionRules();
        if (history.transactions() != null) {
            history.transactions().forEach(rules::check);
            rules.whatWasFrozenIsWhatTheApiGot(history.requests());
            rules.whatWasGivenHasAnEffect(history.reports());
            rules.theLogIsWhole(history.finalReads());
        }
        return rules.violations;
    }

    private void check(Transaction transaction) {
        everyWriteOfALeaderIsFenced(transaction);
        epochsRise(transaction);
        reportsAreFrozenOnce(transaction);
        cyclesRise(transaction);
        reportsLeaveAfterTheirCycle(transaction);
        readingsAreOfOpenCycles(transaction);
        countsRise(transaction);
    }

    private void everyWriteOfALeaderIsFenced(Transaction transaction) {
        boolean leads = transaction.writes().stream()
                .anyMatch(write -> write.kind() != Kind.CHECK
                        && (OF_LEADERS.contains(write.path())
                                || OF_LEADERS.contains(write.parent())
                                || (write.kind() == Kind.SET && write.path().equals("/counter"))));
        if (leads && !makesTheTree(transaction) && !sendsAgain(transaction) && !transaction.has(Kind.CHECK, "/epoch")) {
            add("S4", "a write of a leader that does not check the epoch", transaction);
        }
        transaction.writes().stream()
                .filter(write ->
                        write.kind() == Kind.CHECK && write.path().equals("/epoch") && write.version() != epoch)
                .forEach(check -> add("S4", "a write of epoch " + check.version() + " in epoch " + epoch, transaction));
        transaction.writes().stream()
                .filter(write -> write.kind() == Kind.DELETE && FOR_EVER.contains(write.path()))
                .forEach(removal -> add("S4", removal.path() + " is removed", transaction));
    }

    private static boolean makesTheTree(Transaction transaction) {
        return OF_LEADERS.stream().anyMatch(path -> transaction.has(Kind.CREATE, path));
    }

    /** What people do with a report that was refused; it stays the same. */
    private boolean sendsAgain(Transaction transaction) {
        List<Write> back = transaction.below("/reports", Kind.CREATE);
        return back.size() == 1
                && back.get(0).text().equals(frozen.get(back.get(0).cycle()))
                && transaction.has(Kind.DELETE, "/refused/" + back.get(0).cycle());
    }

    private void epochsRise(Transaction transaction) {
        for (Write write : of(transaction, "/epoch")) {
            if (write.version() != epoch + 1) {
                add("S4", "the epoch goes from " + epoch + " to " + write.version(), transaction);
            }
            epoch = write.version();
        }
    }

    private void reportsAreFrozenOnce(Transaction transaction) {
        for (Write report : transaction.below("/reports", Kind.CREATE)) {
            String before = frozen.putIfAbsent(report.cycle(), report.text());
            if (before != null && !before.equals(report.text())) {
                add("S2", "the report of cycle " + report.cycle() + " is frozen twice", transaction);
            }
        }
    }

    private void cyclesRise(Transaction transaction) {
        for (Write write : of(transaction, "/barrier")) {
            long next = number(write);
            if (next != open + 1) {
                add("S4", "the open cycle goes from " + open + " to " + next, transaction);
            }
            if (!frozen.containsKey(open)) {
                add("S8", "cycle " + open + " is released, and its report is not frozen", transaction);
            }
            open = next;
        }
        if (transaction.has(Kind.CREATE, "/barrier")) {
            open = 1;
        }
    }

    private void reportsLeaveAfterTheirCycle(Transaction transaction) {
        for (Write report : transaction.below("/reports", Kind.DELETE)) {
            if (report.cycle() >= open) {
                add("S2", "the report of the open cycle " + report.cycle() + " is taken away", transaction);
            }
            if (!transaction.has(Kind.CREATE, "/refused/" + report.cycle())) {
                given.add(report.cycle());
            }
        }
    }

    private void readingsAreOfOpenCycles(Transaction transaction) {
        for (Write reading : both(transaction, "/mediciones")) {
            long cycle = Lines.parse(reading.text()).path("cycle").asLong();
            if (cycle > open) {
                add("S6", "a reading of cycle " + cycle + " while cycle " + open + " is open", transaction);
            }
        }
    }

    private void countsRise(Transaction transaction) {
        List<Write> counted = new ArrayList<>(both(transaction, "/counter"));
        counted.addAll(of(transaction, "/counter"));
        for (Write count : counted) {
            Long before = counts.put(count.path(), number(count));
            if (before != null && before > number(count)) {
                add("S9", count.path() + " falls from " + before, transaction);
            }
        }
    }

    private void whatWasFrozenIsWhatTheApiGot(List<ApiRequest> requests) {
        requests.stream()
                .filter(request -> request.key() != null && !request.body().equals(frozen.get(request.cycle())))
                .forEach(request -> violations.add(Violation.of(
                        "S2",
                        "the API was sent another report than was frozen",
                        List.of(request, String.valueOf(frozen.get(request.cycle()))))));
    }

    private void whatWasGivenHasAnEffect(List<ApiRequest> reports) {
        given.removeAll(reports.stream().map(ApiRequest::cycle).collect(Collectors.toSet()));
        if (!given.isEmpty()) {
            violations.add(
                    Violation.of("S3", "reports that are taken away, and the API has not got: " + given, List.of()));
        }
    }

    private void theLogIsWhole(FinalReads reads) {
        if (reads != null && reads.open() != open) {
            violations.add(Violation.of(
                    "run", "the log ends in cycle " + open + ", and cycle " + reads.open() + " is open", List.of()));
        }
    }

    private static List<Write> of(Transaction transaction, String path) {
        return transaction.writes().stream()
                .filter(write -> write.kind() == Kind.SET && write.path().equals(path))
                .toList();
    }

    private static List<Write> both(Transaction transaction, String parent) {
        List<Write> writes = new ArrayList<>(transaction.below(parent, Kind.CREATE));
        writes.addAll(transaction.below(parent, Kind.SET));
        return writes;
    }

    private static long number(Write write) {
        return Long.parseLong(write.text());
    }

    private void add(String rule, String what, Transaction transaction) {
        violations.add(Violation.of(rule, what, List.of(transaction)));
    }
}
