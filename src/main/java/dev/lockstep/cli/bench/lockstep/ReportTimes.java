package dev.lockstep.cli.bench.lockstep;

import dev.lockstep.cli.bench.result.CycleTimes;
import dev.lockstep.protocol.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

/** The times of cycles, from their reports. */
final class ReportTimes {

    private static final double MICROS_PER_MILLI = 1e3;

    private ReportTimes() {}

    /**
     * Returns the times of the cycles from {@code from} to before {@code to}.
     *
     * @param reports the report of each cycle, that of {@code to} included
     */
    static CycleTimes of(long from, long to, int nodes, LongFunction<Report> reports) {
        int count = Math.toIntExact(to - from);
        double[] cycles = new double[count];
        double[] skews = new double[count];
        int incomplete = 0;
        Report report = reports.apply(from);
        for (int i = 0; i < count; i++) {
            Report next = reports.apply(from + i + 1);
            cycles[i] = millis(report.openedAt(), next.openedAt());
            skews[i] = skew(report.readings());
            incomplete += report.readings().size() < nodes ? 1 : 0;
            report = next;
        }
        return new CycleTimes(cycles, skews, incomplete);
    }

    private static double skew(List<Report.Entry> readings) {
        List<Instant> taken = readings.stream().map(Report.Entry::takenAt).toList();
        return taken.isEmpty()
                ? 0
                : millis(
                        taken.stream().min(Comparator.naturalOrder()).orElseThrow(),
                        taken.stream().max(Comparator.naturalOrder()).orElseThrow());
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1000 / MICROS_PER_MILLI;
    }
}
