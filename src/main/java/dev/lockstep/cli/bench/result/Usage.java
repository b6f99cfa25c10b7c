package dev.lockstep.cli.bench.result;

import java.util.List;

/**
 * What was busy in the measured part of a run; a value is null if it is not known.
 *
 * @param nodeCores how many processors the nodes kept busy: the CPU time of this process by the time on the clock
 * @param serverCores how many the servers kept busy
 * @param machineCores how many were busy on this machine, whoever used them
 * @param syncShare for how much of the time, from 0 to 1, the leading server waited for its disk
 * @param syncMs how long that took each time
 */
public record Usage(Double nodeCores, Double serverCores, Double machineCores, Double syncShare, Double syncMs) {

    /** Returns the median of each. */
    static Usage median(List<Usage> usages) {
        return new Usage(
                Medians.of(usages, Usage::nodeCores),
                Medians.of(usages, Usage::serverCores),
                Medians.of(usages, Usage::machineCores),
                Medians.of(usages, Usage::syncShare),
                Medians.of(usages, Usage::syncMs));
    }

    /** Returns how many processors neither the nodes nor the bench's own servers kept busy, but others. */
    double otherCores() {
        double ours = nodeCores + (serverCores == null ? 0 : serverCores);
        return machineCores == null ? 0 : Math.max(0, machineCores - ours);
    }
}
