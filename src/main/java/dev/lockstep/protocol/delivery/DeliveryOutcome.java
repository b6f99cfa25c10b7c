package dev.lockstep.protocol.delivery;

/** How the delivery of a report ended. */
public enum DeliveryOutcome {
    /** The API has accepted the report. */
    DELIVERED,
    /** The API will never accept this report; it is set aside below {@code /refused}. */
    REFUSED
}
