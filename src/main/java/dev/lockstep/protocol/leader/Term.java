package dev.lockstep.protocol.leader;

/**
 * Whether a leader is still in office, as its own writes tell: the first one that ZooKeeper refuses because a newer epoch has
 * begun ends its term.
 *
 * <p>This class is threadsafe.
 */
public final class Term {

    private volatile boolean over;
    private volatile Runnable onDeposed = () -> {};

    /** A write of the leader's. */
    public interface Write {
        void run() throws InterruptedException;
    }

    public boolean isOver() {
        return over;
    }

    /** Ends the term. */
    public void close() {
        over = true;
    }

    /** Has {@code action} run, on the thread of the write, when a write shows that the leader is deposed. */
    public void onDeposed(Runnable action) {
        onDeposed = action;
    }

    /**
     * Makes a write.
     *
     * @throws FencedException if the leader is deposed; the term is over then
     */
    public void run(Write write) throws InterruptedException {
        try {
            write.run();
        } catch (FencedException e) {
            close();
            onDeposed.run();
            throw e;
        }
    }
}
