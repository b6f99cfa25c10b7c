package dev.lockstep.faults.history;

import java.time.Duration;

/**
 * How large and how fast the clusters of a run are.
 *
 * @param nodes how many run when nothing is wrong
 * @param period the sampling period when nothing is wrong
 * @param sessionTimeout of every session of the nodes
 */
public record Scale(int nodes, Duration period, Duration sessionTimeout) {

    /** The tick of the ZooKeeper servers: short, so that a session of a few seconds ends when it should. */
    public static final Duration TICK = Duration.ofMillis(100);

    public String periodText() {
        return period.toMillis() + "ms";
    }

    /** That many session timeouts. */
    public Duration timeouts(double factor) {
        return Duration.ofNanos((long) (sessionTimeout.toNanos() * factor));
    }

    @Override
    public String toString() {
        return "%d nodes, period %d ms, session timeout %d ms"
                .formatted(nodes, period.toMillis(), sessionTimeout.toMillis());
    }
}
