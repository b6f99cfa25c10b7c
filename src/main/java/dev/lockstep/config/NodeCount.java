package dev.lockstep.config;

/** The minimum number of nodes: a whole number, from 1. */
final class NodeCount {

    static final String ALLOWED = "a whole number from 1 to 1000000";

    private static final int MAX = 1_000_000;

    private NodeCount() {}

    static Integer parse(String text) {
        try {
            int count = Integer.parseInt(text.strip());
            if (count >= 1 && count <= MAX) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Reported below, as for a number out of range.
        }
        throw new IllegalArgumentException("'" + text + "' is not " + ALLOWED);
    }
}
