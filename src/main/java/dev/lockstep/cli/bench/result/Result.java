package dev.lockstep.cli.bench.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The result of one mode with one number of nodes: the medians of its runs.
 *
 * @param realNodes how many of the nodes were nodes as they are shipped, rather than raw clients
 * @param ratioToFloor its rate by that of the floor; null for the floor
 * @param ratioToRaw its rate by that of the raw clients that do the same work; null for them and for the floor
 */
public record Result(
        int nodes,
        Mode mode,
        int realNodes,
        @JsonUnwrapped Measurement median,
        Double ratioToFloor,
        Double ratioToRaw) {

    /** Returns whether raw clients acted as some of the nodes. */
    boolean hasRawNodes() {
        return mode == Mode.LOCKSTEP && realNodes < nodes;
    }

    /** Returns the words for the mode in a table. */
    String what() {
        return hasRawNodes() ? "lockstep, %d raw".formatted(nodes - realNodes) : mode.toString();
    }
}
