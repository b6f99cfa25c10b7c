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
     * Runs all of {@code tasks} and waits until they have completed.
     *
     * @throws Exception the exception of the first task in the list that failed
     * @throws InterruptedException if interrupted while waiting; the tasks are then interrupted, too
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
