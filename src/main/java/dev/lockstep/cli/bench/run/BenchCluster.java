package dev.lockstep.cli.bench.run;

import dev.lockstep.cli.bench.result.CycleTimes;
import dev.lockstep.cli.process.CommandFailedException;

/** Nodes that run cycles, one after the other without a pause. One thread uses it. */
public interface BenchCluster extends AutoCloseable {

    /**
     * Starts the nodes, and returns when all of them take part and cycles are counted.
     *
     * @throws Exception if they cannot be started
     */
    void start() throws Exception;

    /**
     * Returns how many cycles are over.
     *
     * @throws CommandFailedException if a node has failed
     */
    long completed();

    /** Returns the times of the cycles from {@code from} to before {@code to}, counted from 0; they are over. */
    CycleTimes times(int from, int to);

    /** Stops the nodes. */
    @Override
    void close();
}
