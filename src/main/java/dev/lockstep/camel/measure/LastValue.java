package dev.lockstep.camel.measure;

import dev.lockstep.config.Durations;
import java.time.Duration;

/**
 * What was last heard of a source that speaks when it likes.
 *
 * @param text what it said
 * @param heardNanos when, as {@link System#nanoTime()}, which no clock change disturbs
 * @param retained whether a broker had kept it for latecomers, so that nobody knows how old it is
 */
public record LastValue(String text, long heardNanos, boolean retained) {

    /** A value that is heard now. */
    public static LastValue now(String text, boolean retained) {
        return new LastValue(text, System.nanoTime(), retained);
    }

    /**
     * The text of a value that is young enough.
     *
     * @param last the value; null when nothing was heard yet
     * @param maxAge how old it may be, as {@link Durations#parse} takes it
     * @param source the source, for messages
     * @throws IllegalStateException if there is none, or it is too old, or nobody knows how old it is
     */
    public static String youngerThan(LastValue last, String maxAge, String source) {
        Duration limit = Durations.parse(maxAge);
        if (last == null) {
            throw new IllegalStateException("nothing was heard of " + source + " yet");
        }
        if (last.retained) {
            throw new IllegalStateException("the only value of " + source + " is a retained one, of unknown age");
        }
        Duration age = Duration.ofNanos(System.nanoTime() - last.heardNanos);
        if (age.compareTo(limit) > 0) {
            throw new IllegalStateException("the last value of " + source + " is " + age.toMillis()
                    + " ms old; allowed are " + limit.toMillis() + " ms");
        }
        return last.text;
    }
}
