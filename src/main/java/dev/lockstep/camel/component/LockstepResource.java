package dev.lockstep.camel.component;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an endpoint is about; {@link #toString} is the path of its URI. */
public enum LockstepResource {
    /** The node's ZooKeeper session. Consumers receive a new session, and the loss of what the old one owned. */
    SESSION,
    /** The open cycle, for the leader alone. Consumers receive what happens in it; producers release it. */
    CYCLE,
    /** The live configuration. Consumers receive each key below {@code /config} that was written or deleted. */
    CONFIG,
    /** The barrier at which the nodes wait for the end of the cycle. */
    BARRIER,
    /** This node's reading of the cycle. */
    READING,
    /** The number of measurements that this node has taken. */
    COUNTER,
    /** The report of the cycle. */
    REPORT;

    /**
     * Returns the resource of that name.
     *
     * @throws IllegalArgumentException if there is none; states which there are
     */
    static LockstepResource of(String name) {
        return Arrays.stream(values())
                .filter(resource -> resource.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "lockstep:" + name + " does not exist; allowed are " + List.of(values())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
