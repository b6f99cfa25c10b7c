package dev.lockstep.web;

/**
 * What became of a posted report.
 *
 * @param outcome whether it is the first of its cluster and cycle
 * @param cluster the report's cluster
 * @param cycle the report's cycle
 * @param text the report that is stored for them, as it was posted
 */
public record Receipt(Outcome outcome, String cluster, long cycle, String text) {

    /** What a POST did. */
    public enum Outcome {
        /** The report was new and is in Redis now. */
        STORED,
        /** Redis had a report of this cluster and cycle; nothing was changed. */
        REPLAYED
    }
}
