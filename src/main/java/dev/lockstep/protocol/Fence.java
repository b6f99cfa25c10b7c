package dev.lockstep.protocol;

/**
 * Whether a leader is still in office, as its own writes tell: the first one that ZooKeeper refuses because a newer epoch has
 * begun ends its term.
 *
 * <p>This class is threadsafe.
 */
final class Fence {

    private volatile boolean over;
    private volatile Runnable onDeposed = () -> {};

    /** A write of the leader's. */
    interface Write {
        void run() throws InterruptedException;
    }

    boolean isOver() {
        return over;
    }

    /** Ends the term. */
    void close() {
        over = true;
    }

    /** Has {@code action} run, on the thread of the write, when a write shows that the leader is deposed. */
    void onDeposed(Runnable action) {
        onDeposed = action;
    }

    /**
     * Makes a write.
     *
     * @throws FencedException if the leader is deposed; the term is over then
     */
    void run(Write write) throws InterruptedException {
        try {
            write.run();
        } catch (FencedException e) {
            close();
            onDeposed.run();
            throw e;
        }
    }
}
