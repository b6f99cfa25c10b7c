package dev.lockstep.protocol.delivery;

/** How the delivery of a report ended for good. */
public enum DeliveryOutcome {
    /** The API answered with success: it has the report. */
    DELIVERED,
    /** The API answered that it will never take this report; it is set aside below {@code /refused}. */
    REFUSED
}
