package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The state of one cycle at one moment. Immutable: each change results in a new snapshot.
 *
 * @param open the cycle
 * @param readings the readings so far, by node
 * @param live the nodes that are waited for
 * @param minNodes the number of readings that the cycle needs, whether they count in its statistics or not: a cycle that
 *     waited for better ones might never close
 * @param overdue whether the cycle timeout is over, so that no node is waited for any more
 */
public record CycleSnapshot(
        OpenCycle open, Map<String, Reading> readings, Set<String> live, int minNodes, boolean overdue) {

    public CycleSnapshot {
        readings = Map.copyOf(readings);
        live = Set.copyOf(live);
    }

    /** Returns whether the cycle can close: it has enough readings, and those of all live nodes unless it is overdue. */
    public boolean isComplete() {
        return readings.size() >= Math.max(1, minNodes)
                && (overdue || readings.keySet().containsAll(live));
    }

    /** Returns the report of this snapshot, with {@code statistic} as its one value. */
    public Report report(String cluster, long epoch, String leader, Instant closedAt, Statistic statistic) {
        List<Reading> sorted = List.copyOf(new TreeMap<>(readings).values());
        Summary summary = new Summary(sorted);
        Set<String> missing = new TreeSet<>(live);
        missing.removeAll(readings.keySet());
        // The mean is in every report.
        boolean chosen = statistic != Statistic.MEAN;
        return new Report(
                cluster,
                open.number(),
                epoch,
                leader,
                open.openedAt(),
                closedAt,
                summary.count(),
                summary.of(Statistic.MEAN),
                summary.of(Statistic.MIN),
                summary.of(Statistic.MAX),
                summary.deviation(),
                chosen ? statistic : null,
                chosen ? summary.of(statistic) : null,
                summary.unit(),
                skewMillis(sorted),
                List.copyOf(missing),
                summary.entries());
    }

    private static double skewMillis(List<Reading> readings) {
        Instant first =
                readings.stream().map(Reading::takenAt).min(Instant::compareTo).orElseThrow();
        Instant last =
                readings.stream().map(Reading::takenAt).max(Instant::compareTo).orElseThrow();
        return Duration.between(first, last).toNanos() / 1e6;
    }
}
