package dev.lockstep.cli.bench.result;

import java.util.Arrays;
import java.util.Collection;

/** Percentiles of a sample, by the nearest rank: each is a value that was measured. */
public final class Percentiles {

    private Percentiles() {}

    /**
     * Returns the smallest value that at least {@code share} of the values do not exceed.
     *
     * @param share from 0 to 1
     * @throws IllegalArgumentException if there are no values, or {@code share} is not from 0 to 1
     */
    static double of(double[] values, double share) {
        if (values.length == 0 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("no percentile " + share + " of " + values.length + " values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    /**
     * Returns the middle value, or the mean of the two in the middle.
     *
     * @throws IllegalArgumentException if there are no values
     */
    static double median(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no median of no values");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
