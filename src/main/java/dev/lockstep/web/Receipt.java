package dev.lockstep.web;

/**
 * The result of a posted report.
 *
 * @param outcome whether it is the first of its cluster and cycle
 * @param cluster the report's cluster
 * @param cycle the report's cycle
 * @param text the report that is stored for them, as it was posted
 */
public record Receipt(Outcome outcome, String cluster, long cycle, String text) {

    /** The outcome of a POST. */
    public enum Outcome {
        /** The report was new and is now stored. */
        STORED,
        /** A report of this cluster and cycle was already stored; nothing was changed. */
        REPLAYED
    }
}
