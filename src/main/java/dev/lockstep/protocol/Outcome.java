package dev.lockstep.protocol;

/** How the delivery of a report ended for good. */
public enum Outcome {
    /** The API answered with success: it has the report. */
    DELIVERED,
    /** The API answered that it will never take this report; it is set aside below {@code /refused}. */
    REFUSED
}
