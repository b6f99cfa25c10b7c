package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.delivery.Delivery;
import dev.lockstep.protocol.delivery.ReportStore;
import dev.lockstep.protocol.leader.Epoch;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.protocol.session.TransactionOps;
import dev.lockstep.protocol.session.ZnodeTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;

/**
 * What a leader does during one term of office: it closes the open cycle by freezing its report, and opens the next one. The
 * term ends without a word: the next write is then refused with {@link FencedException}.
 *
 * <p>{@link #freeze} and {@link #release} are for the leader's thread; the rest is threadsafe. All methods that write wait
 * while ZooKeeper is away and throw {@link InterruptedException} if interrupted then.
 */
public final class CycleLeader implements AutoCloseable {

    private final CuratorFramework curator;
    private final String cluster;
    private final String leader;
    private final Journal journal;
    private final Epoch epoch;
    private final ReportStore store;
    private final Barrier barrier;
    private final Delivery delivery;
    private final ClusterCounter total;
    private final Term fence = new Term();
    private volatile OpenCycle open;
    private volatile boolean failed;
    /** Held during a write and its line in the journal. */
    private final ReentrantLock writing = new ReentrantLock();

    private CycleLeader(CuratorFramework curator, Barrier barrier, String leader, Journal journal)
            throws InterruptedException {
        this.curator = curator;
        this.barrier = barrier;
        this.leader = leader;
        this.journal = journal;
        cluster = ZnodeTree.create(curator);
        epoch = Epoch.raise(curator, leader);
        store = new ReportStore(curator);
        delivery = new Delivery(curator, epoch, store, fence, journal);
        open = barrier.openCycle();
        total = new ClusterCounter(curator);
    }

    /**
     * Takes office: raises the epoch, then reads where the cluster stands, in this order, so that nothing that an older
     * leader still writes is missed.
     *
     * @param barrier the one that this node waits at, which knows when the node saw the open cycle open
     */
    public static CycleLeader begin(CuratorFramework curator, Barrier barrier, String leader, Journal journal)
            throws InterruptedException {
        CycleLeader term = new CycleLeader(curator, barrier, leader, journal);
        journal.record(Journal.Event.LEADING, 0, Map.of("epoch", term.epoch.number()));
        return term;
    }

    public long epoch() {
        return epoch.number();
    }

    public OpenCycle open() {
        return open;
    }

    /** What becomes of the reports of this term, and of those that were left to it. */
    public Delivery delivery() {
        return delivery;
    }

    /** Whether the leader has left office, or was seen to be deposed. */
    public boolean isOver() {
        return fence.isOver();
    }

    /** Has {@code action} run, on any thread, when a write shows that this leader is deposed. */
    void onDeposed(Runnable action) {
        fence.onDeposed(action);
    }

    /** Takes note that closing the open cycle failed half-way and must be taken up again. */
    public void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Whether closing the open cycle failed since the last call. */
    boolean takeFailure() {
        boolean was = failed;
        failed = false;
        return was;
    }

    /** The report of a window, as this leader states it now. */
    public Report report(CycleSnapshot window, Statistic statistic) {
        return window.report(cluster, epoch.number(), leader, Instant.now(), statistic);
    }

    /** Makes good what somebody else may have broken, so that the open cycle can be released. */
    void repair() throws InterruptedException {
        barrier.restoreMark(epoch);
    }

    /** Takes note that a frozen report is to be delivered. */
    public void enqueue(long cycle) throws InterruptedException {
        delivery.outbox().enqueue(cycle, cycle < open.number());
    }

    /** Closes the open cycle: from here on its report is {@code text}, whoever delivers it. */
    public void freeze(long cycle, String text, List<String> ids) throws InterruptedException {
        write(() -> {
            store.freeze(epoch, cycle, text);
            journal.record(Journal.Event.FROZEN, cycle, Map.of("epoch", epoch.number(), "ids", ids));
        });
    }

    /**
     * Opens the next cycle; drops the report of this one if it is delivered, else leaves it kept.
     *
     * @param period the sampling period that holds for the next one
     */
    public void release(long cycle, Duration period) throws InterruptedException {
        write(() -> {
            delivery.outbox().release(cycle, outcome -> {
                List<CuratorOp> changes = new ArrayList<>(barrier.releasing(cycle, period));
                changes.add(TransactionOps.set(curator, Znodes.COUNTER, Znodes.encode(total.sum())));
                if (outcome.isPresent()) {
                    changes.addAll(store.settling(cycle, outcome.get()));
                }
                epoch.commit(
                        "releasing cycle " + cycle, () -> barrier.openCycle().number() > cycle, changes);
            });
            open = OpenCycle.now(cycle + 1);
            journal.record(Journal.Event.RELEASED, cycle, Map.of("epoch", epoch.number()));
        });
    }

    /**
     * Waits until no write is under way and lets none begin before {@link #resumeWrites}, so that a leader that is stopped does
     * not leave a write behind of which its journal knows nothing. By the same thread.
     *
     * @return whether writes are paused; false if one is still under way after {@code patience}
     */
    public boolean pauseWrites(Duration patience) throws InterruptedException {
        return writing.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    public void resumeWrites() {
        writing.unlock();
    }

    /** Leaves office. */
    @Override
    public void close() {
        fence.close();
        total.close();
        journal.record(Journal.Event.FOLLOWING, 0, Map.of("epoch", epoch.number()));
    }

    private void write(Term.Write write) throws InterruptedException {
        writing.lockInterruptibly();
        try {
            fence.run(write);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public String toString() {
        return epoch.toString();
    }
}
