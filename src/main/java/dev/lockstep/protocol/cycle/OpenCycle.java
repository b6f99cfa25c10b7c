package dev.lockstep.protocol.cycle;

import java.time.Duration;
import java.time.Instant;

/**
 * A cycle that is open, as this node sees it.
 *
 * @param number the cycle's number
 * @param openedAt when this node first saw it open, by its wall clock, for reports
 * @param openedNanos the same instant as {@link System#nanoTime()}, to measure durations independently of the wall clock
 */
public record OpenCycle(long number, Instant openedAt, long openedNanos) {

    static OpenCycle now(long number) {
        return new OpenCycle(number, Instant.now(), System.nanoTime());
    }

    /** Returns how much of {@code duration}, counted from the opening, remains; zero if it is over. */
    public Duration remaining(Duration duration) {
        Duration left = duration.minusNanos(System.nanoTime() - openedNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
