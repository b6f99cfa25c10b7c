package dev.lockstep.web;

import dev.lockstep.protocol.Report;
import dev.lockstep.web.problem.InvalidRequestException;
import dev.lockstep.web.problem.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * Rules between the fields of a report, which a schema cannot express. Only those that a correct cluster never breaks: a
 * refused report is never delivered, so a clock that jumps or a rounding error is no reason to refuse it.
 *
 * <p>This class is thread-safe.
 */
public final class ReportRules {

    private static final String KEY = "Idempotency-Key";

    /**
     * Checks a report that matches the schema.
     *
     * @param key the request's Idempotency-Key; may be null
     * @throws InvalidRequestException with all violations
     */
    public void check(@Body Report report, @Header(KEY) String key) {
        List<Violation> violations = new ArrayList<>();
        checkStatistics(report, violations);
        checkReadings(report, violations);
        String expected = '"' + report.idempotencyKey() + '"';
        if (key != null && !key.strip().equals(expected)) {
            violations.add(
                    Violation.header(KEY, "must be " + expected + ", quotes included, for this cluster and cycle"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidRequestException(violations);
        }
    }

    private static void checkStatistics(Report report, List<Violation> violations) {
        long counted = report.readings().stream().filter(Report.Entry::counts).count();
        require(
                () -> report.count() == counted,
                "/count",
                "must be the number of readings that count, which is " + counted,
                violations);
        boolean empty = counted == 0;
        statistic("/mean", report.mean(), empty, violations);
        statistic("/min", report.min(), empty, violations);
        statistic("/max", report.max(), empty, violations);
        statistic("/stddev", report.stddev(), empty, violations);
        if (report.statistic() != null) {
            statistic("/value", report.value(), empty, violations);
        }
        finite("/skewMs", report.skewMs(), violations);
    }

    private static void statistic(String path, Double number, boolean empty, List<Violation> violations) {
        if (empty) {
            require(() -> number == null, path, "must be null, because no reading counts", violations);
        } else {
            require(() -> number != null && Double.isFinite(number), path, "must be a finite number", violations);
        }
    }

    private static void checkReadings(Report report, List<Violation> violations) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < report.readings().size(); i++) {
            Report.Entry reading = report.readings().get(i);
            finite("/readings/" + i + "/value", reading.value(), violations);
            require(() -> ids.add(reading.id()), "/readings/" + i + "/id", "must be unique", violations);
        }
    }

    // JSON has no infinity, but 1e999 is valid JSON and is parsed as infinity.
    private static void finite(String path, double value, List<Violation> violations) {
        require(() -> Double.isFinite(value), path, "must be a finite number", violations);
    }

    private static void require(BooleanSupplier rule, String path, String detail, List<Violation> violations) {
        if (!rule.getAsBoolean()) {
            violations.add(Violation.body(path, detail));
        }
    }
}
