package dev.lockstep.cli.demo;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks at the same time. */
final class Parallel {

    private Parallel() {}

    /**
     * Runs all of {@code tasks} to their end.
     *
     * @throws Exception what a task threw, the first in the order of the list
     * @throws InterruptedException if interrupted while waiting; the tasks are interrupted then, too
     */
    static void run(List<Callable<Void>> tasks) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdown();
        }
    }
}
