package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.leader.Term;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The frozen reports of one term that are being delivered to the API, and the outcome of each. It decides what removes a
 * report from the {@link ReportStore}: the release of its cycle, if the delivery has ended before it, otherwise the end of
 * the delivery. A report is never removed before the release, or a new leader would find the cycle open without its frozen
 * report and compute another one.
 *
 * <p>This class is thread-safe: the leader's thread enqueues, waits and releases; the delivering thread settles. The lock is held
 * during the writes to ZooKeeper, so that of a release and a settlement at the same moment the later one sees the earlier one.
 */
public final class Outbox {

    private final Term term;
    private final ReportStore store;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private static final class Entry {
        private boolean released;
        private boolean attemptFailed;
        private DeliveryOutcome outcome;
    }

    Outbox(Term term, ReportStore store) {
        this.term = term;
        this.store = store;
    }

    /** Adds a frozen report that will be delivered; {@code released} states whether its cycle is already over. */
    public void enqueue(long cycle, boolean released) throws InterruptedException {
        locked(() -> entries.computeIfAbsent(cycle, key -> new Entry()).released = released);
    }

    /** Returns whether the report of {@code cycle} is being delivered in this term. */
    boolean has(long cycle) throws InterruptedException {
        boolean[] has = {false};
        locked(() -> has[0] = entries.containsKey(cycle));
        return has[0];
    }

    /** Returns whether the delivery of the report of {@code cycle} has ended, so that the report only waits for the release. */
    public boolean isSettled(long cycle) throws InterruptedException {
        boolean[] settled = {false};
        locked(() -> settled[0] = entries.containsKey(cycle) && entries.get(cycle).outcome != null);
        return settled[0];
    }

    /** Records a failed attempt that will be retried. */
    public void attemptFailed(long cycle) throws InterruptedException {
        locked(() -> {
            Entry entry = entries.get(cycle);
            if (entry != null) {
                entry.attemptFailed = true;
                changed.signalAll();
            }
        });
    }

    /** Records that the delivery has ended; removes the report if its cycle is over. */
    void settled(long cycle, DeliveryOutcome outcome) throws InterruptedException {
        locked(() -> {
            Entry entry = entries.get(cycle);
            if (entry == null) {
                return;
            }
            entry.outcome = outcome;
            changed.signalAll();
            if (entry.released) {
                store.settle(term, cycle, outcome);
                entries.remove(cycle);
            }
        });
    }

    /**
     * Waits for the end of a delivery, but only while it may end soon: not behind older reports, not after a failed attempt,
     * and not longer than the timeout.
     */
    public void awaitSettled(long cycle, Duration timeout) throws InterruptedException {
        locked(() -> {
            long left = timeout.toNanos();
            while (left > 0 && mayEndSoon(cycle)) {
                left = changed.awaitNanos(left);
            }
        });
    }

    private boolean mayEndSoon(long cycle) {
        Entry entry = entries.get(cycle);
        return entry != null && entry.outcome == null && !entry.attemptFailed && entries.firstKey() == cycle;
    }

    /** Returns how many reports of closed cycles the API does not have yet. */
    public int kept() throws InterruptedException {
        int[] kept = {0};
        locked(() -> kept[0] =
                (int) entries.values().stream().filter(entry -> entry.released).count());
        return kept[0];
    }

    /** Releases a cycle, and removes its report if there is an outcome. */
    public interface Release {
        void commit(Optional<DeliveryOutcome> outcome) throws InterruptedException;
    }

    /** Runs {@code release} with the outcome of the delivery of {@code cycle}, which is empty if the delivery has not ended. */
    public void release(long cycle, Release release) throws InterruptedException {
        locked(() -> {
            Entry entry = entries.get(cycle);
            release.commit(entry == null ? Optional.empty() : Optional.ofNullable(entry.outcome));
            if (entry != null && entry.outcome != null) {
                entries.remove(cycle);
            } else if (entry != null) {
                entry.released = true;
            }
        });
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    private void locked(Action action) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
