package dev.lockstep.cli.bench;

import dev.lockstep.cli.process.CommandFailedException;

/** Whether the heap is large enough for the nodes of a plan, since a process that runs out of it in the middle measures nothing. */
final class HeapCheck {

    private static final long MB = 1 << 20;
    private static final long BASE_MB = 100;
    /** Twice what is live with 150 nodes: 210 MB. */
    private static final double MB_PER_REAL_NODE = 3;

    private static final double MB_PER_RAW_NODE = 0.3;
    /** The reports of a run are kept until its end. */
    private static final long BYTES_PER_REPORT = 700;

    private static final long BYTES_PER_READING = 80;

    private HeapCheck() {}

    /**
     * Does nothing if the heap is large enough.
     *
     * @throws CommandFailedException if it is not; the message has what is needed
     */
    static void require(BenchPlan plan, long maxHeapBytes) {
        long neededMb = neededMb(plan);
        if (maxHeapBytes / MB < neededMb) {
            throw new CommandFailedException(
                    ("%d nodes in one process and %d cycles need a heap of %d MB, and there are %d;"
                                    + " use java -Xmx%dm, or --raw-nodes, or fewer cycles")
                            .formatted(plan.mostNodes(), plan.cycles(), neededMb, maxHeapBytes / MB, neededMb));
        }
    }

    private static long neededMb(BenchPlan plan) {
        long reports = plan.cycles() * (BYTES_PER_REPORT + BYTES_PER_READING * plan.mostNodes());
        double nodes = plan.mostRealNodes() * MB_PER_REAL_NODE + plan.mostNodes() * MB_PER_RAW_NODE;
        return BASE_MB + (long) Math.ceil(nodes + (double) reports / MB);
    }
}
