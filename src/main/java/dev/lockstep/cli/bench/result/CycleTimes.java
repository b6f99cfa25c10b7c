package dev.lockstep.cli.bench.result;

import java.util.Arrays;

/**
 * The times of consecutive cycles, in milliseconds.
 *
 * @param cycles how long each was
 * @param skews the time between the first and the last measurement in each
 * @param incomplete in how many of them a node had no reading
 */
public record CycleTimes(double[] cycles, double[] skews, int incomplete) {

    /** Returns the percentile of the cycle times. */
    public double cycleMs(double share) {
        return Percentiles.of(cycles, share);
    }

    /** Returns the percentile of the start skews. */
    public double skewMs(double share) {
        return Percentiles.of(skews, share);
    }

    /** Returns the mean rate. */
    public double perSecond() {
        return cycles.length / (Arrays.stream(cycles).sum() / 1000);
    }
}
