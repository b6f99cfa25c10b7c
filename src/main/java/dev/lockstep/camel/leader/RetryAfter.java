package dev.lockstep.camel.leader;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Reads the header {@code Retry-After} of an API (RFC 9110, 10.2.3): seconds or an HTTP date. A date is compared with the
 * {@code Date} of the same response if there is one, so that the clocks need not agree. Bean name: {@code retryAfter}.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class RetryAfter {

    private final Duration shortest;
    private final Duration longest;

    /**
     * Creates an instance with the bounds of the pause.
     *
     * @param shortestMillis the shortest pause, even if the API requests a shorter one
     * @param longestMillis the longest pause, so that a wrong header cannot delay reports for hours
     */
    public RetryAfter(long shortestMillis, long longestMillis) {
        this.shortest = Duration.ofMillis(shortestMillis);
        this.longest = Duration.ofMillis(longestMillis);
    }

    /** Returns the pause that the API requests; empty if {@code failure} is no response, or has no valid header. */
    Optional<Duration> of(Throwable failure) {
        return failure instanceof HttpOperationFailedException answer && answer.getResponseHeaders() != null
                ? header(answer.getResponseHeaders(), "Retry-After")
                        .flatMap(value -> pause(value, answer.getResponseHeaders()))
                        .map(this::bounded)
                : Optional.empty();
    }

    private static Optional<Duration> pause(String value, Map<String, String> headers) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        Instant now = header(headers, "Date").flatMap(RetryAfter::date).orElseGet(Instant::now);
        return date(value).map(until -> Duration.between(now, until));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(Map<String, String> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()) && header.getValue() != null)
                .map(header -> header.getValue().strip())
                .findFirst();
    }

    private Duration bounded(Duration pause) {
        if (pause.compareTo(shortest) < 0) {
            return shortest;
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
