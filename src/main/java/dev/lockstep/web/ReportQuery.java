package dev.lockstep.web;

import dev.lockstep.web.problem.InvalidRequestException;
import dev.lockstep.web.problem.Violation;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Header;

/**
 * The parameters of {@code GET /api/v1/reports}.
 *
 * @param cluster the cluster, or empty for all
 * @param from the lowest cycle, at least 1
 * @param to the highest cycle, not below {@code from}
 * @param limit the maximum number of reports, 1 to {@value #MAX_LIMIT}
 */
public record ReportQuery(Optional<String> cluster, long from, long to, int limit) {

    // Scores in Redis and numbers in browsers are doubles, which are exact up to this number.
    private static final long MAX_CYCLE = (1L << 53) - 1;
    static final ReportQuery LATEST = new ReportQuery(Optional.empty(), 1, MAX_CYCLE, 1);

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /**
     * Parses the parameters of a request, each of which may be absent.
     *
     * @throws InvalidRequestException if one is invalid; the violation has its name
     */
    public static ReportQuery of(
            @Header("cluster") String cluster,
            @Header("from") String from,
            @Header("to") String to,
            @Header("limit") String limit) {
        if (cluster != null && !CLUSTER.matcher(cluster).matches()) {
            throw new InvalidRequestException(
                    Violation.parameter("cluster", "must be 1 to 128 letters, digits, '.', '_' or '-'"));
        }
        long first = number("from", from, 1, 1, MAX_CYCLE);
        long last = number("to", to, MAX_CYCLE, 1, MAX_CYCLE);
        if (last < first) {
            throw new InvalidRequestException(Violation.parameter("to", "must not be below from"));
        }
        return new ReportQuery(
                Optional.ofNullable(cluster), first, last, (int) number("limit", limit, DEFAULT_LIMIT, 1, MAX_LIMIT));
    }

    private static long number(String name, String text, long defaultValue, long min, long max) {
        if (text == null) {
            return defaultValue;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as for a number out of range.
        }
        throw new InvalidRequestException(
                Violation.parameter(name, "must be a whole number from " + min + " to " + max));
    }
}
