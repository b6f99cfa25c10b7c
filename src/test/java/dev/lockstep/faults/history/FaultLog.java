package dev.lockstep.faults.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was done to a system under test, and when; threadsafe. */
public final class FaultLog {

    /**
     * One fault.
     *
     * @param from when it began
     * @param healed when everything that was broken was mended; null if it broke off
     * @param to when reports went on, or were given up
     * @param details what was hit, for people
     */
    public record Entry(String fault, Instant from, Instant healed, Instant to, String details) {

        @Override
        public String toString() {
            return "%s .. %s .. %s %s: %s".formatted(from, healed, to, fault, details);
        }
    }

    /** What a node meets, where the rules set a time for what follows. */
    public enum Blow {
        /** The leader is killed, and nothing else is wrong. */
        LEADER_KILLED,
        /** The leader is told to stop, and nothing else is wrong. */
        LEADER_STOPPED,
        /** The process of that leader has ended. */
        GONE,
        /** That leader has ended and left a znode of its own behind. */
        LEFT_ZNODES
    }

    /** One blow. */
    public record Mark(Instant at, Blow blow, String node) {}

    /**
     * One write to the configuration.
     *
     * @param at just before it was written
     * @param value null if the key was deleted
     * @param valid whether it must be accepted
     */
    public record ConfigWrite(Instant at, String key, String value, boolean valid) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<ConfigWrite> writes = new ArrayList<>();
    private final List<String> details = new ArrayList<>();

    /** Notes what the fault under way hits. */
    public synchronized void note(String what) {
        details.add(Instant.now() + " " + what);
    }

    public synchronized void mark(Blow blow, String node) {
        marks.add(new Mark(Instant.now(), blow, node));
    }

    /** Notes a write that comes now. */
    public synchronized void writing(String key, String value, boolean valid) {
        writes.add(new ConfigWrite(Instant.now(), key, value, valid));
    }

    /** Closes the entry of a fault that began at {@code from}. */
    public synchronized Entry ended(String fault, Instant from, Instant healed) {
        Entry entry = new Entry(fault, from, healed, Instant.now(), String.join("; ", details));
        entries.add(entry);
        details.clear();
        return entry;
    }

    /** All of it, with what else the rules need to know of a run. */
    public synchronized Conditions conditions(Scale scale, Pressure pressure) {
        return new Conditions(scale, List.copyOf(entries), List.copyOf(marks), List.copyOf(writes), pressure);
    }
}
