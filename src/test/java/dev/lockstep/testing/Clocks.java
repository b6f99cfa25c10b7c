package dev.lockstep.testing;

import java.time.Duration;
import java.time.Instant;

/** Undoes what a fault does to a node's wall clock. */
public final class Clocks {

    /** Clocks jump by whole hours, which no delay in a run comes near to. */
    public static final Duration JUMP = Duration.ofHours(1);

    private Clocks() {}

    /** When it really was, given what a clock said that may be wrong by whole hours, and a true time not far from then. */
    public static Instant nearest(Instant said, Instant near) {
        long jumps = Math.round((double) Duration.between(near, said).toMillis() / JUMP.toMillis());
        return said.minus(JUMP.multipliedBy(jumps));
    }
}
