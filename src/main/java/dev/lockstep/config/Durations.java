package dev.lockstep.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations: {@code 2} and {@code 0.5} are seconds; {@code 500ms}, {@code 2s}, {@code 1m} and {@code PT2S} have units. */
public final class Durations {

    /** The texts that {@link #parse} accepts, as a part of a sentence. */
    public static final String ALLOWED =
            "seconds (2, 0.5) or a number with a unit (500ms, 2s, 1m, 1h, PT2S), from 1ms to 1 day";

    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofDays(1);
    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,9})?)\\s?(ms|s|m|h)?");
    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "ms",
            new BigDecimal("0.001"),
            "s",
            BigDecimal.ONE,
            "m",
            BigDecimal.valueOf(60),
            "h",
            BigDecimal.valueOf(3600));

    private Durations() {}

    /**
     * Parses a duration.
     *
     * @throws IllegalArgumentException if {@code text} is not a duration, or not between 1 ms and 1 day
     */
    public static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.compareTo(MIN) < 0) {
            throw invalid(text, "is too short");
        }
        if (duration.compareTo(MAX) > 0) {
            throw invalid(text, "is too long");
        }
        return duration;
    }

    private static Duration read(String text) {
        Matcher number = NUMBER.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (number.matches()) {
            BigDecimal unit = SECONDS.get(number.group(2) == null ? "s" : number.group(2));
            BigDecimal[] parts = new BigDecimal(number.group(1)).multiply(unit).divideAndRemainder(BigDecimal.ONE);
            return Duration.ofSeconds(
                    parts[0].longValue(), parts[1].movePointRight(9).longValue());
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw invalid(text, "is not a duration");
        }
    }

    private static IllegalArgumentException invalid(String text, String reason) {
        return new IllegalArgumentException("'" + text + "' " + reason + "; allowed are " + ALLOWED);
    }
}
