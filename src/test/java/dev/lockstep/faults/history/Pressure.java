package dev.lockstep.faults.history;

import java.time.Duration;
import java.time.Instant;

/** Proof that a machine was too slow: how long programs that could have run had to wait for a processor. */
public interface Pressure {

    /** Nothing is proven. */
    Pressure NONE = (from, to) -> Duration.ZERO;

    /** For how long in that span some program waited. */
    Duration waited(Instant from, Instant to);
}
