package dev.lockstep.cli.bench.result;

import java.util.Locale;

/**
 * What keeps the cycles of one result from being faster.
 *
 * @param nodes the number of nodes
 * @param usage what was busy
 * @param cores the processors of the machine
 */
record Limit(int nodes, Usage usage, int cores) {

    /** From here on there is always somebody who waits for a processor. */
    private static final double BUSY = 0.85;

    private static final double SYNCING = 0.5;

    static Limit of(Result result, int cores) {
        return new Limit(result.nodes(), result.median().usage(), cores);
    }

    /** Returns the limit as one sentence. */
    String sentence() {
        return nodes + " nodes: " + cause() + " " + figures() + ".";
    }

    private String cause() {
        if (busyCores() >= BUSY * cores) {
            return "the processors of this machine limit the cycles, most of all " + heaviest() + ":";
        }
        if (usage.syncShare() != null && usage.syncShare() >= SYNCING) {
            return "the disk of the leading ZooKeeper server limits the cycles:";
        }
        return "neither processors nor disk are at their limit; the cycles consist of round trips between nodes and"
                + " servers:";
    }

    private double busyCores() {
        return usage.machineCores() != null ? usage.machineCores() : usage.nodeCores() + servers();
    }

    private double servers() {
        return usage.serverCores() == null ? 0 : usage.serverCores();
    }

    private String heaviest() {
        if (usage.otherCores() > Math.max(usage.nodeCores(), servers())) {
            return usage.serverCores() == null ? "others" : "other programs, which distort the figures";
        }
        return usage.nodeCores() >= servers() ? "the nodes" : "the ZooKeeper servers";
    }

    private String figures() {
        StringBuilder text = new StringBuilder(format("the nodes use %.1f of %d cores", usage.nodeCores(), cores));
        text.append(
                usage.serverCores() == null
                        ? format(", others %.1f (the ZooKeeper servers, if they are here)", usage.otherCores())
                        : format(", the servers %.1f, other programs %.1f", servers(), usage.otherCores()));
        if (usage.syncShare() != null) {
            text.append(format(
                    ", and the leading server waits for its disk in %.0f %% of the time (%.1f ms each)",
                    100 * usage.syncShare(), usage.syncMs()));
        }
        return text.toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
