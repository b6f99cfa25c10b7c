package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A statistic of a cycle's readings that a cluster can report as its one value. */
public enum Statistic {
    @JsonProperty("mean")
    MEAN("mean"),
    /** The middle reading in ascending order; with an even number of readings, the mean of the two middle ones. */
    @JsonProperty("median")
    MEDIAN("median"),
    /**
     * The mean without the lowest and the highest tenth of the readings, at least one of each; with fewer than three
     * readings, the mean.
     */
    @JsonProperty("trimmed-mean")
    TRIMMED_MEAN("trimmed-mean"),
    @JsonProperty("min")
    MIN("min"),
    @JsonProperty("max")
    MAX("max");

    private final String text;

    Statistic(String text) {
        this.text = text;
    }

    /**
     * Returns the statistic of that name.
     *
     * @throws IllegalArgumentException if there is no such statistic; its message lists those that exist
     */
    public static Statistic of(String name) {
        return Arrays.stream(values())
                .filter(statistic -> statistic.text.equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the statistic is '" + name + "'; allowed are "
                        + Arrays.stream(values()).map(Statistic::toString).collect(Collectors.joining(", "))));
    }

    /**
     * Computes this statistic.
     *
     * @param sorted the numbers, at least one, in ascending order
     */
    public double compute(double[] sorted) {
        return switch (this) {
            case MEAN -> mean(sorted, 0);
            // One number is left in the middle of an odd number of them, two of an even number.
            case MEDIAN -> mean(sorted, (sorted.length - 1) / 2);
            case TRIMMED_MEAN -> mean(sorted, sorted.length < 3 ? 0 : Math.max(1, sorted.length / 10));
            case MIN -> sorted[0];
            case MAX -> sorted[sorted.length - 1];
        };
    }

    private static double mean(double[] sorted, int cut) {
        return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
    }

    @Override
    public String toString() {
        return text;
    }
}
