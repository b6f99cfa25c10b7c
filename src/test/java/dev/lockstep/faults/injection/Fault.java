package dev.lockstep.faults.injection;

/**
 * Something that goes wrong.
 *
 * @param name as it is asked for on the command line
 * @param what what happens, for the list of faults
 * @param part what it hits; of two faults at once each hits another part
 * @param needs what the machine must have
 * @param strike does it once
 */
public record Fault(String name, String what, Part part, Need needs, Strike strike) {

    Fault(String name, String what, Part part, Strike strike) {
        this(name, what, part, Need.NOTHING, strike);
    }

    /** A part of the system. */
    public enum Part {
        NODE,
        NETWORK,
        CLOCK,
        ZOOKEEPER,
        API,
        WEB,
        CONFIG,
        TREE,
        SEVERAL
    }

    /** What not every machine can do. */
    enum Need {
        NOTHING("nothing"),
        PACKET_FILTER("root and iptables"),
        SMALL_DISK("root, to mount a small file system"),
        CLOCK("libfaketime"),
        REDIS("redis-server");

        private final String words;

        Need(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** The fault as it happens: when this returns, everything that was broken is mended again. */
    interface Strike {
        void on(Arena arena) throws Exception;
    }

    /** Does it once; whatever goes wrong is told by an unchecked exception. */
    public void strikeOn(Arena arena) {
        try {
            strike.on(arena);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(name + " failed", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
