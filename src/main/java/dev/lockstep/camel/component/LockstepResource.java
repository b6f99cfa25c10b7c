package dev.lockstep.camel.component;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The resources that an endpoint can refer to; {@link #toString} is the path of its URI. */
public enum LockstepResource {
    /** The node's ZooKeeper session. Consumers receive an event for a new session, and when the node's reading has vanished. */
    SESSION,
    /** The open cycle, for the leader only. Consumers receive its events; producers release it. */
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
     * @throws IllegalArgumentException if there is no such resource; its message lists those that exist
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
