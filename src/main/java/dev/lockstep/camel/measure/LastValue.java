package dev.lockstep.camel.measure;

import dev.lockstep.config.Durations;
import java.time.Duration;

/**
 * The last message of a source that sends values at any time.
 *
 * @param text the message
 * @param receivedNanos when it was received, as {@link System#nanoTime()}, which changes of the clock do not affect
 * @param retained whether it is a retained message of an MQTT broker, whose age is unknown
 */
public record LastValue(String text, long receivedNanos, boolean retained) {

    /** Returns a value that is received now. */
    public static LastValue now(String text, boolean retained) {
        return new LastValue(text, System.nanoTime(), retained);
    }

    /**
     * Returns the text of a value that is not too old.
     *
     * @param last the value; null if none was received yet
     * @param maxAge the maximum age, as text for {@link Durations#parse}
     * @param source the source, for error messages
     * @throws IllegalStateException if there is no value, or it is too old, or its age is unknown
     */
    public static String youngerThan(LastValue last, String maxAge, String source) {
        Duration limit = Durations.parse(maxAge);
        if (last == null) {
            throw new IllegalStateException("no value was received from " + source + " yet");
        }
        if (last.retained) {
            throw new IllegalStateException("the only value of " + source + " is a retained message of unknown age");
        }
        Duration age = Duration.ofNanos(System.nanoTime() - last.receivedNanos);
        if (age.compareTo(limit) > 0) {
            throw new IllegalStateException("the last value of " + source + " is " + age.toMillis()
                    + " ms old; the maximum age is " + limit.toMillis() + " ms");
        }
        return last.text;
    }
}
