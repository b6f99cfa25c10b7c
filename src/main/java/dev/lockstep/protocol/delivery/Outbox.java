package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.leader.Epoch;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The frozen reports of one term that are on their way to the API, and what became of them. It decides who takes a report
 * out of the {@link ReportStore}: the release of its cycle, if the delivery ended before that, else the delivery itself. Never
 * before the release, or a new leader would find the cycle open without its frozen report and compute another.
 *
 * <p>This class is threadsafe: the leader's thread enqueues, waits and releases, the delivering thread settles. The lock is
 * held during the writes to ZooKeeper, so that of a release and a settlement at the same moment one sees the other.
 */
public final class Outbox {

    private final Epoch epoch;
    private final ReportStore store;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private static final class Entry {
        private boolean released;
        private boolean failedOnce;
        private DeliveryOutcome outcome;
    }

    Outbox(Epoch epoch, ReportStore store) {
        this.epoch = epoch;
        this.store = store;
    }

    /** Takes note of a frozen report that will be delivered; {@code released} if its cycle is over already. */
    public void enqueue(long cycle, boolean released) throws InterruptedException {
        locked(() -> entries.computeIfAbsent(cycle, key -> new Entry()).released = released);
    }

    /** Whether the report of {@code cycle} is on its way in this term. */
    boolean has(long cycle) throws InterruptedException {
        boolean[] has = {false};
        locked(() -> has[0] = entries.containsKey(cycle));
        return has[0];
    }

    /** Whether the delivery of the report of {@code cycle} has ended for good, and only its release is awaited. */
    public boolean isSettled(long cycle) throws InterruptedException {
        boolean[] settled = {false};
        locked(() -> settled[0] = entries.containsKey(cycle) && entries.get(cycle).outcome != null);
        return settled[0];
    }

    /** Takes note that a try to deliver failed and will be repeated. */
    public void failed(long cycle) throws InterruptedException {
        locked(() -> {
            Entry entry = entries.get(cycle);
            if (entry != null) {
                entry.failedOnce = true;
                changed.signalAll();
            }
        });
    }

    /** Takes note that the delivery has ended for good; takes the report out if its cycle is over. */
    void settled(long cycle, DeliveryOutcome outcome) throws InterruptedException {
        locked(() -> {
            Entry entry = entries.get(cycle);
            if (entry == null) {
                return;
            }
            entry.outcome = outcome;
            changed.signalAll();
            if (entry.released) {
                store.settle(epoch, cycle, outcome);
                entries.remove(cycle);
            }
        });
    }

    /**
     * Waits for the end of a delivery, but only as long as that promises something: not behind older reports, not after a
     * failed try, not beyond the deadline.
     */
    public void awaitSettled(long cycle, Duration deadline) throws InterruptedException {
        locked(() -> {
            long left = deadline.toNanos();
            while (left > 0 && isPromising(cycle)) {
                left = changed.awaitNanos(left);
            }
        });
    }

    private boolean isPromising(long cycle) {
        Entry entry = entries.get(cycle);
        return entry != null && entry.outcome == null && !entry.failedOnce && entries.firstKey() == cycle;
    }

    /** How many reports of closed cycles the API does not have yet. */
    public int kept() throws InterruptedException {
        int[] kept = {0};
        locked(() -> kept[0] =
                (int) entries.values().stream().filter(entry -> entry.released).count());
        return kept[0];
    }

    /** The release of a cycle, which also takes out the report if its delivery has ended. */
    public interface Release {
        void commit(Optional<DeliveryOutcome> outcome) throws InterruptedException;
    }

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
