package dev.lockstep.cli.bench.result;

import java.util.List;

/**
 * What one run has measured, without its warm-up. A value that is not known is null.
 *
 * @param cyclesPerSecond the mean rate
 * @param requestsPerCycle what the ZooKeeper servers were asked by all clients
 * @param writesPerCycle how many transactions that were
 * @param cpuSecondsPer1000Cycles the CPU time of all nodes, which is that of this process
 * @param serverCpuSecondsPer1000Cycles the CPU time of all servers
 * @param incompleteCycles in how many cycles a node had no reading
 * @param usage what was busy
 */
public record Measurement(
        double cyclesPerSecond,
        double cycleP50Ms,
        double cycleP99Ms,
        double skewP50Ms,
        double skewP95Ms,
        Double requestsPerCycle,
        Double writesPerCycle,
        double cpuSecondsPer1000Cycles,
        Double serverCpuSecondsPer1000Cycles,
        int incompleteCycles,
        Usage usage) {

    /**
     * Returns the median of each value of several runs; the incomplete cycles are those of all of them.
     *
     * @throws IllegalArgumentException if there are no runs
     */
    static Measurement median(List<Measurement> runs) {
        return new Measurement(
                Medians.of(runs, Measurement::cyclesPerSecond),
                Medians.of(runs, Measurement::cycleP50Ms),
                Medians.of(runs, Measurement::cycleP99Ms),
                Medians.of(runs, Measurement::skewP50Ms),
                Medians.of(runs, Measurement::skewP95Ms),
                Medians.of(runs, Measurement::requestsPerCycle),
                Medians.of(runs, Measurement::writesPerCycle),
                Medians.of(runs, Measurement::cpuSecondsPer1000Cycles),
                Medians.of(runs, Measurement::serverCpuSecondsPer1000Cycles),
                runs.stream().mapToInt(Measurement::incompleteCycles).sum(),
                Usage.median(runs.stream().map(Measurement::usage).toList()));
    }
}
