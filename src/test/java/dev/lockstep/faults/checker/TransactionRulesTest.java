package dev.lockstep.faults.checker;

import static dev.lockstep.faults.checker.HistoryBuilder.at;
import static dev.lockstep.faults.checker.HistoryBuilder.ofGoodCycles;
import static dev.lockstep.faults.checker.HistoryBuilder.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.faults.history.Transaction;
import dev.lockstep.faults.history.Transaction.Kind;
import dev.lockstep.faults.history.Transaction.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two good cycles in the nodes' journals and at the API, and a log of ZooKeeper that says something else. */
class TransactionRulesTest {

    private static final Write FENCE = check(1);

    static Stream<Arguments> bad() {
        return Stream.of(
                shows(
                        "S4: a write of a leader that does not check the epoch",
                        good().add(create("/reports/3", report(3)))),
                shows("S4: a write of a leader that does not check the epoch", good().add(delete("/barrier/3"))),
                shows("S4: a write of a leader that does not check the epoch", good().add(set("/counter", "4"))),
                shows("S4: a write of a leader that does not check the epoch", good().add(set("/delivery", "{}"))),
                shows("S4: a write of epoch 1 in epoch 2", good().add(raise(2)).add(FENCE, set("/delivery", ""))),
                shows("S4: the epoch goes from 1 to 3", good().add(raise(3))),
                shows("S4: /epoch is removed", good().add(delete("/epoch"))),
                shows("S4: the open cycle goes from 3 to 2", good().frozen(3).add(FENCE, set("/barrier", "2"))),
                shows("S4: the open cycle goes from 3 to 5", good().frozen(3).add(FENCE, set("/barrier", "5"))),
                shows("S8: cycle 3 is released, and its report is not frozen", good().add(FENCE, set("/barrier", "4"))),
                shows(
                        "S2: the report of cycle 2 is frozen twice",
                        good().add(FENCE, create("/reports/2", report(2) + " "))),
                shows(
                        "S2: the report of the open cycle 2 is taken away",
                        log(1).frozen(2).add(FENCE, delete("/reports/2")).add(FENCE, set("/barrier", "3"))),
                shows(
                        "S2: the API was sent another report than was frozen",
                        log(1).add(FENCE, create("/reports/2", report(2) + " ")).add(FENCE, set("/barrier", "3"))),
                shows(
                        "S3: reports that are taken away, and the API has not got: [3]",
                        good().frozen(3).released(3)),
                shows(
                        "S6: a reading of cycle 4 while cycle 3 is open",
                        good().add(set("/mediciones/a", "{\"cycle\":4}"))),
                shows("S9: /counter falls from 4", good().add(FENCE, set("/counter", "3"))),
                shows("S9: /counter/a falls from 2", good().add(set("/counter/a", "1"))),
                shows("run: the log ends in cycle 2, and cycle 3 is open", log(1).frozen(2)));
    }

    private static Arguments shows(String violation, Log log) {
        return Arguments.of(violation, log);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bad(String violation, Log log) {
        assertThat(violations(log)).singleElement().asString().startsWith(violation);
    }

    @Test
    void aGoodLogHolds() {
        assertThat(violations(good())).isEmpty();
    }

    @Test
    void peopleMaySendARefusedReportAgain() {
        Log log = good().frozen(3)
                .add(FENCE, set("/barrier", "4"))
                .add(FENCE, delete("/reports/3"), create("/refused/3", report(3)))
                .add(delete("/refused/3"), create("/reports/3", report(3)));
        assertThat(violations(log)).isEmpty();
    }

    /** What is wrong if two good cycles are in the journals and at the API, and cycle 3 or a later one is open. */
    private static List<Violation> violations(Log log) {
        HistoryBuilder history = ofGoodCycles(2).transactions(log.transactions);
        if (log.open() < 3) {
            history.reads(3, 4, 2, 2);
        }
        return Checker.violations(history.build());
    }

    private static Log good() {
        return log(2);
    }

    /** Of as many good cycles; the next one is open. */
    private static Log log(int cycles) {
        Log log = new Log()
                .add(create("/reports", ""))
                .add(create("/cluster", "key"), create("/epoch", ""), create("/barrier", "1"), create("/barrier/1", ""))
                .add(raise(1));
        for (int cycle = 1; cycle <= cycles; cycle++) {
            log.add(set("/mediciones/a", "{\"cycle\":" + cycle + "}"))
                    .frozen(cycle)
                    .released(cycle)
                    .add(set("/counter/a", Integer.toString(cycle)));
        }
        return log;
    }

    /** A log that is written line by line. */
    private static final class Log {
        private final List<Transaction> transactions = new ArrayList<>();
        private long total;

        Log add(Write... writes) {
            transactions.add(new Transaction(transactions.size(), at(1, 0), 1, List.of(writes)));
            return this;
        }

        Log frozen(int cycle) {
            return add(FENCE, create("/reports/" + cycle, report(cycle)));
        }

        Log released(int cycle) {
            total += 2;
            return add(
                    FENCE,
                    delete("/barrier/" + cycle),
                    create("/barrier/" + (cycle + 1), ""),
                    set("/barrier", Integer.toString(cycle + 1)),
                    set("/counter", Long.toString(total)),
                    delete("/reports/" + cycle));
        }

        long open() {
            return transactions.stream()
                    .flatMap(transaction -> transaction.writes().stream())
                    .filter(write -> write.kind() == Kind.SET && write.path().equals("/barrier"))
                    .mapToLong(write -> Long.parseLong(write.text()))
                    .max()
                    .orElse(1);
        }
    }

    private static Write create(String path, String text) {
        return new Write(Kind.CREATE, path, text, 0);
    }

    private static Write set(String path, String text) {
        return new Write(Kind.SET, path, text, 1);
    }

    private static Write delete(String path) {
        return new Write(Kind.DELETE, path, "", 0);
    }

    private static Write raise(int version) {
        return new Write(Kind.SET, "/epoch", "a", version);
    }

    private static Write check(int version) {
        return new Write(Kind.CHECK, "/epoch", "", version);
    }
}
