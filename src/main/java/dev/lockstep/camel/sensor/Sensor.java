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
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * The protocol's part in the sensor's route. Remembers the last reading, so that a cycle is measured once even if publishing
 * has to be taken up again. Bean name: {@code sensor}.
 *
 * <p>For the sensor's thread only.
 */
public final class Sensor {

    private final Node node;
    private final Counter counter;
    private Reading last;

    public Sensor(Node node) {
        this.node = node;
        this.counter = new Counter(node.curator(), node.id());
    }

    /** The reading that this node already took in {@code cycle}; null if none. */
    public Reading taken(@Variable("cycle") long cycle) {
        return last != null && last.cycle() == cycle ? last : null;
    }

    /** The instant of the measurement that begins now. */
    public Instant now() {
        return Instant.now();
    }

    /**
     * Makes the reading of what was measured.
     *
     * @param value a number, or text that is one
     * @param unit the unit, as the measure file declares it; may be null
     * @param quality the name of a {@link Quality}; null for good
     * @throws IllegalArgumentException if the value is none, or not finite, or the quality is none
     */
    public Reading take(
            @Variable("cycle") long cycle,
            @Variable("takenAt") Instant takenAt,
            @Variable("unit") String unit,
            @Variable("quality") String quality,
            @Body Object value) {
        last = new Reading(node.id(), cycle, number(value), takenAt, unit, Quality.of(quality));
        Map<String, Object> details = new HashMap<>(Map.of("value", last.value(), "takenAt", last.takenAt()));
        details.put("unit", last.unit());
        details.put("quality", last.quality() == Quality.GOOD ? null : last.quality());
        node.journal().record(Journal.Event.MEASURED, cycle, details);
        return last;
    }

    /** Counts the measurement of a cycle that is over. */
    public void count(@Variable("cycle") long cycle) throws InterruptedException {
        node.journal().record(Journal.Event.PASSED, cycle);
        counter.add();
    }

    /** Waits until the count is written, but no longer than {@code patience}. */
    public void flush(Duration patience) throws InterruptedException {
        counter.flush(patience);
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
            throw new IllegalArgumentException("the measurement gave '" + start + "', which is not a number", e);
        }
    }
}
