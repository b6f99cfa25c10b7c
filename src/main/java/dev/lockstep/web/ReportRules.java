package dev.lockstep.web;

import dev.lockstep.protocol.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * What must hold between the fields of a report, which a schema cannot say. Only what no honest cluster can get wrong: a
 * refused report is lost for good, so neither clocks that jump nor rounding are a reason to refuse one.
 *
 * <p>This class is threadsafe.
 */
public final class ReportRules {

    private static final String KEY = "Idempotency-Key";

    /**
     * Checks a report whose shape is right.
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
        require(
                () -> report.count() == report.readings().size(),
                "/count",
                "must be the number of readings, which is " + report.readings().size(),
                violations);
        finite("/mean", report.mean(), violations);
        finite("/min", report.min(), violations);
        finite("/max", report.max(), violations);
        finite("/stddev", report.stddev(), violations);
        finite("/skewMs", report.skewMs(), violations);
    }

    private static void checkReadings(Report report, List<Violation> violations) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < report.readings().size(); i++) {
            Report.Entry reading = report.readings().get(i);
            finite("/readings/" + i + "/value", reading.value(), violations);
            require(() -> ids.add(reading.id()), "/readings/" + i + "/id", "must not be there twice", violations);
        }
    }

    // JSON has no infinity, but 1e999 is JSON and becomes one.
    private static void finite(String path, double value, List<Violation> violations) {
        require(() -> Double.isFinite(value), path, "must be a finite number", violations);
    }

    private static void require(BooleanSupplier rule, String path, String detail, List<Violation> violations) {
        if (!rule.getAsBoolean()) {
            violations.add(Violation.body(path, detail));
        }
    }
}
