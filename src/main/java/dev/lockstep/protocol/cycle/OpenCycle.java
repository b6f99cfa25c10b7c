package dev.lockstep.protocol.cycle;

import java.time.Duration;
import java.time.Instant;

/**
 * A cycle that is open, as its leader sees it.
 *
 * @param number the cycle's number
 * @param openedAt when the leader saw it open, for people
 * @param openedNanos the same instant as {@link System#nanoTime()}, for measuring time that no clock change disturbs
 */
public record OpenCycle(long number, Instant openedAt, long openedNanos) {

    static OpenCycle now(long number) {
        return new OpenCycle(number, Instant.now(), System.nanoTime());
    }

    /** What is left of {@code span}, counted from the opening; zero if it is over. */
    public Duration remaining(Duration span) {
        Duration left = span.minusNanos(System.nanoTime() - openedNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
