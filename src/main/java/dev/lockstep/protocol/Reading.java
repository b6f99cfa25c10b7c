package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What one node measured in one cycle; the data of {@code /mediciones/{id}}.
 *
 * @param id the node's id
 * @param cycle the cycle that was open when the node measured
 * @param value what was measured; finite
 * @param takenAt when the measurement began, by the node's own clock
 * @param unit what the value is measured in, at most {@value #LONGEST_UNIT} characters; null when the sensor does not say
 * @param quality how far the value can be trusted; null becomes good
 */
public record Reading(
        String id,
        long cycle,
        double value,
        Instant takenAt,
        String unit,
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Quality.Unremarkable.class) Quality quality) {

    private static final int LONGEST_UNIT = 32;

    public Reading {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a reading must be a finite number, not " + value);
        }
        unit = unit == null || unit.isBlank() ? null : unit.strip();
        // The API would refuse the whole report.
        if (unit != null && unit.length() > LONGEST_UNIT) {
            throw new IllegalArgumentException("the unit '" + unit + "' has more than " + LONGEST_UNIT + " characters");
        }
        quality = quality == null ? Quality.GOOD : quality;
    }

    /** A good reading of a sensor that does not say its unit. */
    public Reading(String id, long cycle, double value, Instant takenAt) {
        this(id, cycle, value, takenAt, null, Quality.GOOD);
    }
}
