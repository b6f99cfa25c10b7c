package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * The value that one node measured in one cycle; the data of {@code /mediciones/{id}}.
 *
 * @param id the node's id
 * @param cycle the cycle that was open when the node measured
 * @param value the measured value; finite
 * @param takenAt when the measurement began, by the node's own clock
 * @param unit the unit of the value, at most {@value #LONGEST_UNIT} characters; null if the sensor does not state it
 * @param quality how far the value can be trusted; null means good
 */
public record Reading(
        String id,
        long cycle,
        double value,
        Instant takenAt,
        String unit,
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Quality.OmitGood.class) Quality quality) {

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

    /** Creates a reading of good quality and without a unit. */
    public Reading(String id, long cycle, double value, Instant takenAt) {
        this(id, cycle, value, takenAt, null, Quality.GOOD);
    }
}
