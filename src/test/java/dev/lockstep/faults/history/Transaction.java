package dev.lockstep.faults.history;

import java.time.Instant;
import java.util.List;

/**
 * A transaction that ZooKeeper's servers have on record: all of its writes came to be, at once.
 *
 * @param zxid its place in the one order of all transactions
 * @param at when the leading server took it up, by the clock of that server
 * @param session of the client that asked for it
 */
public record Transaction(long zxid, Instant at, long session, List<Write> writes) {

    /** What a write does; {@code CHECK} only passes, or fails with all the others. */
    public enum Kind {
        CREATE,
        SET,
        DELETE,
        CHECK
    }

    /**
     * One write.
     *
     * @param path below the chroot of the cluster
     * @param text empty for {@code DELETE} and {@code CHECK}
     * @param version which {@code SET} gives to the znode, or which {@code CHECK} asks of it; 0 for the others
     */
    public record Write(Kind kind, String path, String text, int version) {

        public String parent() {
            return path.substring(0, path.lastIndexOf('/'));
        }

        /** The last part of the path, where that is a number. */
        public long cycle() {
            return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        }
    }

    public boolean has(Kind kind, String path) {
        return writes.stream()
                .anyMatch(write -> write.kind() == kind && write.path().equals(path));
    }

    /** The writes of that kind whose path is {@code parent} and a name. */
    public List<Write> below(String parent, Kind kind) {
        return writes.stream()
                .filter(write -> write.kind() == kind && write.parent().equals(parent))
                .toList();
    }

    @Override
    public String toString() {
        return "0x%x %s session 0x%x %s".formatted(zxid, at, session, writes);
    }
}
