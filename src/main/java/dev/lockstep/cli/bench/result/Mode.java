package dev.lockstep.cli.bench.result;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is measured, in this order. */
public enum Mode {
    /** Raw clients that write one reading each and wait for one write: no cluster of this size can be faster. */
    FLOOR,
    /** Raw clients that do the work of the protocol, without a framework. */
    RAW,
    /** Nodes, as they are shipped. */
    LOCKSTEP;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
