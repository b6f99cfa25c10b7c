package dev.lockstep.camel;

/**
 * Work that may wait for ZooKeeper on a thread of Camel's, which a stop waits for: when the node stops, it is interrupted and
 * not begun again.
 *
 * <p>One thread works; {@link #rest} may be called on any other.
 */
public final class InterruptibleTask {

    private Thread working;
    private boolean resting;

    /** What is done; an interrupt must end it. */
    public interface Work {
        void run() throws Exception;
    }

    /** Works, unless the node stops; an interrupt by {@link #rest} ends it without a word. */
    public void run(Work work) throws Exception {
        synchronized (this) {
            if (resting) {
                return;
            }
            working = Thread.currentThread();
        }
        try {
            work.run();
        } catch (Exception e) {
            if (!isResting()) {
                throw e;
            }
        } finally {
            leave();
        }
    }

    /** Ends what is under way, and lets nothing begin any more. */
    public synchronized void rest() {
        resting = true;
        if (working != null) {
            working.interrupt();
        }
    }

    private synchronized boolean isResting() {
        return resting;
    }

    private synchronized void leave() {
        working = null;
        // An interrupt that came just after the work must not hit what this thread does next.
        Thread.interrupted();
    }
}
