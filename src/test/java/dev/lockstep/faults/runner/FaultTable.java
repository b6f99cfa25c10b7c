package dev.lockstep.faults.runner;

import dev.lockstep.faults.injection.Fault;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a fault run tells people: a line for each fault that was survived, and a table at the end; threadsafe. */
final class FaultTable implements FaultRound.Progress {

    private final PrintStream out;
    private final Path folder;
    private final Instant began = Instant.now();
    private final List<FaultRound.Result> results = new ArrayList<>();
    private boolean over;

    FaultTable(PrintStream out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    @Override
    public synchronized void struck(Fault fault, long cycle, Duration recovery) {
        if (!over) {
            out.printf(
                    "%7d s  %-22s cycle %d, next report %d ms after the end of the fault%n",
                    seconds(), fault, cycle, recovery.toMillis());
        }
    }

    /** A run that broke off. */
    synchronized void brokeOff(Throwable failure) {
        if (!over) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                out.println("broke off: " + cause);
            }
        }
    }

    synchronized void add(FaultRound.Result result) {
        results.add(result);
        if (!over) {
            result.violations().forEach(violation -> out.println(result.name() + ": " + violation));
            result.notices()
                    .forEach(notice -> out.println(result.name() + ", a slow machine, no violation: " + notice));
        }
    }

    /** Somebody pressed Ctrl-C. */
    synchronized void interrupted() {
        if (!over) {
            out.println("Interrupted; the run under way does not count.");
            end();
        }
    }

    /** Prints the table; returns the number of violations. */
    synchronized long end() {
        over = true;
        out.println();
        out.printf("| %-22s | injected | cycles | time   | slowest recovery | violations |%n", "fault");
        out.printf("|%s|---------:|-------:|-------:|-----------------:|-----------:|%n", "-".repeat(24));
        results.forEach(this::row);
        long violations =
                results.stream().mapToLong(result -> result.violations().size()).sum();
        out.printf(
                "%d faults injected over %d cycles in %d s: %s%n",
                results.stream().mapToInt(FaultRound.Result::strikes).sum(),
                results.stream().mapToLong(FaultRound.Result::cycles).sum(),
                seconds(),
                violations == 0 ? "no violation" : violations + " violations; see " + folder);
        return violations;
    }

    private void row(FaultRound.Result result) {
        out.printf(
                "| %-22s | %8d | %6d | %4d s | %13d ms | %10d |%n",
                result.name(),
                result.strikes(),
                result.cycles(),
                result.took().toSeconds(),
                result.slowest().toMillis(),
                result.violations().size());
    }

    private long seconds() {
        return Duration.between(began, Instant.now()).toSeconds();
    }
}
