package dev.lockstep.cli.bench.raw;

import dev.lockstep.cli.bench.result.CycleTimes;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When raw clients saw which cycle, by {@link System#nanoTime()}. Cycles are counted from 0.
 *
 * <p>This class is thread-safe.
 */
final class CycleLog {

    private static final double NANOS_PER_MILLI = 1e6;

    private final AtomicLongArray opened;
    private final AtomicLongArray firstTaken;
    private final AtomicLongArray lastTaken;

    CycleLog(int cycles) {
        opened = new AtomicLongArray(cycles + 1);
        firstTaken = new AtomicLongArray(cycles);
        lastTaken = new AtomicLongArray(cycles);
        for (int cycle = 0; cycle < cycles; cycle++) {
            firstTaken.set(cycle, Long.MAX_VALUE);
            lastTaken.set(cycle, Long.MIN_VALUE);
        }
    }

    /** Records that the leader opens {@code cycle} now. */
    void opened(int cycle) {
        opened.set(cycle, System.nanoTime());
    }

    /** Records that a node measures for {@code cycle} now. */
    void taken(int cycle) {
        long now = System.nanoTime();
        firstTaken.accumulateAndGet(cycle, now, Math::min);
        lastTaken.accumulateAndGet(cycle, now, Math::max);
    }

    /** Returns the times of the cycles from {@code from} to before {@code to}, which are over. */
    CycleTimes times(int from, int to) {
        double[] cycles = new double[to - from];
        double[] skews = new double[to - from];
        for (int cycle = from; cycle < to; cycle++) {
            cycles[cycle - from] = (opened.get(cycle + 1) - opened.get(cycle)) / NANOS_PER_MILLI;
            skews[cycle - from] = (lastTaken.get(cycle) - firstTaken.get(cycle)) / NANOS_PER_MILLI;
        }
        return new CycleTimes(cycles, skews, 0);
    }
}
