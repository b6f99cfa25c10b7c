package dev.lockstep.camel;

/**
 * A task that may wait for ZooKeeper on a thread of Camel. Camel's shutdown waits for that thread, so the task is interrupted
 * when the node stops, and not run again.
 *
 * <p>One thread runs the task; {@link #shutdown} may be called by any other thread.
 */
public final class InterruptibleTask {

    private Thread running;
    private boolean stopped;

    /** The work of the task; an interrupt must end it. */
    public interface Work {
        void run() throws Exception;
    }

    /** Runs {@code work} unless the node stops; an exception after {@link #shutdown} is ignored. */
    public void run(Work work) throws Exception {
        synchronized (this) {
            if (stopped) {
                return;
            }
            running = Thread.currentThread();
        }
        try {
            work.run();
        } catch (Exception e) {
            if (!isStopped()) {
                throw e;
            }
        } finally {
            leave();
        }
    }

    /** Interrupts work that is under way, and prevents further work. */
    public synchronized void shutdown() {
        stopped = true;
        if (running != null) {
            running.interrupt();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void leave() {
        running = null;
        // An interrupt that arrives just after the work must not affect what this thread does next.
        Thread.interrupted();
    }
}
