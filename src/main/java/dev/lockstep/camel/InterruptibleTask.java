package dev.lockstep.camel;

/**
 * A task that may wait for ZooKeeper on a thread of Camel's, which a stop waits for: when the node stops, the task is interrupted
 * and not run again.
 *
 * <p>One thread runs it; {@link #shutdown} may be called by any other.
 */
public final class InterruptibleTask {

    private Thread running;
    private boolean stopped;

    /** The task; an interrupt must end it. */
    public interface Work {
        void run() throws Exception;
    }

    /** Runs {@code work} unless the node stops; an exception after {@link #shutdown} is dropped. */
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

    /** Interrupts a task that is under way, and prevents others. */
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
        // An interrupt that came just after the work must not hit what this thread does next.
        Thread.interrupted();
    }
}
