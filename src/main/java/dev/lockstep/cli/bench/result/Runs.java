package dev.lockstep.cli.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements of all runs. One thread uses it. */
public final class Runs {

    private final Map<Key, List<Measurement>> measurements = new LinkedHashMap<>();

    private record Key(int nodes, Mode mode, int realNodes) {}

    /** Adds a run; {@code realNodes} of its nodes were nodes as they are shipped. */
    public void add(int nodes, Mode mode, int realNodes, Measurement measurement) {
        measurements
                .computeIfAbsent(new Key(nodes, mode, realNodes), key -> new ArrayList<>())
                .add(measurement);
    }

    /** Returns one result for each number of nodes and mode, in the order in which they were first run. */
    public List<Result> results() {
        return measurements.entrySet().stream()
                .map(entry -> result(entry.getKey(), Measurement.median(entry.getValue())))
                .toList();
    }

    private Result result(Key key, Measurement median) {
        return new Result(
                key.nodes,
                key.mode,
                key.realNodes,
                median,
                ratio(key, median, Mode.FLOOR),
                ratio(key, median, Mode.RAW));
    }

    private Double ratio(Key key, Measurement median, Mode to) {
        List<Measurement> others = measurements.get(new Key(key.nodes, to, 0));
        return key.mode.compareTo(to) <= 0 || others == null
                ? null
                : (Double)
                        (median.cyclesPerSecond() / Measurement.median(others).cyclesPerSecond());
    }
}
