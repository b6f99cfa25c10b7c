package dev.lockstep.cli.bench;

import dev.lockstep.cli.process.CommandFailedException;

/** Whether the heap is large enough for the nodes of a plan, since a process that runs out of it in the middle measures nothing. */
final class HeapCheck {

    private static final long MB = 1 << 20;
    private static final long BASE_MB = 100;
    private static final double MB_PER_REAL_NODE = 8;
    private static final double MB_PER_RAW_NODE = 0.3;

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
                    "%d nodes in one process need a heap of %d MB, and there are %d; start it with java -Xmx%dm, or use --raw-nodes"
                            .formatted(plan.mostNodes(), neededMb, maxHeapBytes / MB, neededMb));
        }
    }

    private static long neededMb(BenchPlan plan) {
        return BASE_MB + (long) Math.ceil(plan.mostRealNodes() * MB_PER_REAL_NODE + plan.mostNodes() * MB_PER_RAW_NODE);
    }
}
