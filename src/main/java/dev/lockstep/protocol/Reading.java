package dev.lockstep.protocol;

import java.time.Instant;

/**
 * What one node measured in one cycle; the data of {@code /mediciones/{id}}.
 *
 * @param id the node's id
 * @param cycle the cycle that was open when the node measured
 * @param value what was measured; finite
 * @param takenAt when the measurement began, by the node's own clock
 */
public record Reading(String id, long cycle, double value, Instant takenAt) {

    public Reading {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a reading must be a finite number, not " + value);
        }
    }
}
