package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a cluster can report of a cycle's readings as its one value. */
public enum Statistic {
    @JsonProperty("mean")
    MEAN("mean"),
    /** The reading in the middle; of an even number of readings, the mean of the two in the middle. */
    @JsonProperty("median")
    MEDIAN("median"),
    /**
     * The mean without the lowest and the highest tenth of the readings, but at least one of each; of fewer than three readings
     * it is the mean.
     */
    @JsonProperty("trimmed-mean")
    TRIMMED_MEAN("trimmed-mean"),
    @JsonProperty("min")
    MIN("min"),
    @JsonProperty("max")
    MAX("max");

    private final String word;

    Statistic(String word) {
        this.word = word;
    }

    /**
     * The statistic of that name.
     *
     * @throws IllegalArgumentException if there is none; says which there are
     */
    public static Statistic of(String name) {
        return Arrays.stream(values())
                .filter(statistic -> statistic.word.equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the statistic is '" + name + "'; allowed are "
                        + Arrays.stream(values()).map(Statistic::toString).collect(Collectors.joining(", "))));
    }

    /**
     * The statistic of some numbers.
     *
     * @param sorted the numbers, at least one, in ascending order
     */
    public double of(double[] sorted) {
        return switch (this) {
            case MEAN -> mean(sorted, 0);
            // Of an odd number one stays in the middle, of an even number two.
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
        return word;
    }
}
