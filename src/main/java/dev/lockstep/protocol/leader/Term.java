package dev.lockstep.protocol.leader;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.session.ZnodeTree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;

/**
 * One term of a leader. Every write of the leader goes through {@link #commit}, which fences it by the term's {@link Epoch}: a
 * leader that was replaced finds out when ZooKeeper refuses its next write, and changes nothing.
 *
 * <p>A term may end without notice: {@link #isOver} returns true after the leader has resigned or a write was refused, but false
 * does not prove that the term still lasts.
 *
 * <p>This class is thread-safe. All methods that write wait while ZooKeeper is unavailable, and throw
 * {@link InterruptedException} if interrupted then.
 */
public final class Term implements AutoCloseable {

    private final String leader;
    private final Journal journal;
    /** The id of the cluster and the epoch; null until the term has begun. */
    private volatile String cluster;

    private volatile Epoch epoch;
    private volatile boolean over;
    private volatile Runnable onFenced = () -> {};
    /** Held during a write and its line in the journal. */
    private final ReentrantLock writing = new ReentrantLock();

    /** A write of the leader. */
    public interface Write {
        void run() throws InterruptedException;
    }

    /**
     * Creates a term that has not begun: the node is elected, but does not lead yet.
     *
     * @param leader the id of the node that leads
     */
    public Term(String leader, Journal journal) {
        this.leader = leader;
        this.journal = journal;
    }

    /**
     * Begins the term by raising the epoch, which ends every older term. Znodes of the tree that are missing are created first.
     *
     * @return this term
     */
    public Term begin(CuratorFramework curator) throws InterruptedException {
        cluster = ZnodeTree.create(curator);
        epoch = Epoch.raise(curator, leader);
        journal.record(Journal.Event.LEADING, 0, Map.of("epoch", epoch.number()));
        return this;
    }

    /** Returns the id of the cluster. */
    public String cluster() {
        return cluster;
    }

    /** Returns the id of the node that leads. */
    public String leader() {
        return leader;
    }

    /** Returns the number of the epoch, a fencing token that rises with each term. */
    public long epoch() {
        return epoch.number();
    }

    /** Returns whether the leader has resigned, or a write of it was fenced. */
    public boolean isOver() {
        return over;
    }

    /** Runs {@code action} when a write of this leader is fenced, on the thread of that write. */
    public void onFenced(Runnable action) {
        onFenced = action;
    }

    /**
     * Applies all of {@code changes} or none, and only while this term lasts.
     *
     * @param what the name of the write, for logs and errors
     * @param done returns, from what is in ZooKeeper, whether the changes are already applied: see {@link Epoch#commit}
     * @throws FencedException if a newer term has begun; this one is over then
     * @throws IllegalStateException if the changes are refused for another reason
     */
    public void commit(String what, Callable<Boolean> done, List<CuratorOp> changes) throws InterruptedException {
        try {
            epoch.commit(what, done, changes);
        } catch (FencedException e) {
            over = true;
            onFenced.run();
            throw e;
        }
    }

    /** Runs a write together with its line in the journal; see {@link #pauseWrites}. */
    public void write(Write write) throws InterruptedException {
        writing.lockInterruptibly();
        try {
            write.run();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Waits until no {@link #write} is under way, and lets none begin before {@link #resumeWrites}, so that a leader that is
     * stopped leaves no write that is missing from its journal. Both are called by the same thread.
     *
     * @param timeout how long to wait for a write that is under way
     * @return whether writes are paused; false if one is still under way after {@code timeout}
     */
    public boolean pauseWrites(Duration timeout) throws InterruptedException {
        return writing.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    public void resumeWrites() {
        writing.unlock();
    }

    /** Ends the term; the journal records that only if the term has begun. */
    @Override
    public void close() {
        over = true;
        if (epoch != null) {
            journal.record(Journal.Event.FOLLOWING, 0, Map.of("epoch", epoch.number()));
        }
    }

    @Override
    public String toString() {
        return epoch == null ? "no epoch yet" : epoch.toString();
    }
}
