package dev.lockstep.cli.bench.result;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The median of one value of several runs. */
final class Medians {

    private Medians() {}

    /** Returns the median of the values that are not null; null if there are none. */
    static <T> Double of(List<T> runs, Function<T, Double> value) {
        List<Double> values = runs.stream().map(value).filter(Objects::nonNull).toList();
        return values.isEmpty() ? null : (Double) Percentiles.median(values);
    }
}
