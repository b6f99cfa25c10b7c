package dev.lockstep.camel.sensor;

import dev.lockstep.camel.Node;
import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Quality;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.cycle.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The sensor of a node: creates readings from measured values, and counts measurements. Keeps the last reading, so that a
 * cycle is measured only once even if its reading is published several times.
 *
 * <p>For the sensor's thread only, except {@link #flush}, which is thread-safe.
 */
public final class Sensor {

    private final Node node;
    private final Counter counter;
    private Reading last;

    public Sensor(Node node) {
        this.node = node;
        this.counter = new Counter(node.curator(), node.id());
    }

    /** Returns the reading that this node already took in {@code cycle}; null if none. */
    public Reading recall(long cycle) {
        return last != null && last.cycle() == cycle ? last : null;
    }

    /**
     * Creates the reading of a measured value.
     *
     * @param takenAt when the measurement began
     * @param unit the unit that the measure file sets; may be null
     * @param quality the name of a {@link Quality}; null for good
     * @param value a number, or the text of a number
     * @throws IllegalArgumentException if the value is not a finite number, or the quality does not exist
     */
    public Reading take(long cycle, Instant takenAt, String unit, String quality, Object value) {
        last = new Reading(node.id(), cycle, number(value), takenAt, unit, Quality.of(quality));
        Map<String, Object> details = new HashMap<>(Map.of("value", last.value(), "takenAt", last.takenAt()));
        details.put("unit", last.unit());
        details.put("quality", last.quality() == Quality.GOOD ? null : last.quality());
        node.journal().record(Journal.Event.MEASURED, cycle, details);
        return last;
    }

    /** Counts the measurement of a cycle that is over. */
    public void count(long cycle) throws InterruptedException {
        node.journal().record(Journal.Event.PASSED, cycle);
        counter.add();
    }

    /** Waits until the count is written, but no longer than {@code timeout}. */
    public void flush(Duration timeout) throws InterruptedException {
        counter.flush(timeout);
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        String text = value == null ? "" : value.toString().strip();
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            String start = text.length() <= 40 ? text : text.substring(0, 40) + "...";
            throw new IllegalArgumentException("the measurement returned '" + start + "', which is not a number", e);
        }
    }
}
