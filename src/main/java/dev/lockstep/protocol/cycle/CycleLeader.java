package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.delivery.Delivery;
import dev.lockstep.protocol.delivery.ReportStore;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.protocol.session.TransactionOps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;

/**
 * Leads the cycles of one {@link Term}: closes the open cycle by freezing its report, and opens the next one by releasing the
 * barrier. When the term is over, the next write throws {@link FencedException}.
 *
 * <p>{@link #freeze} and {@link #release} are for the leader's thread only; the other methods are thread-safe. All methods
 * that write wait while ZooKeeper is unavailable and throw {@link InterruptedException} if interrupted then.
 */
public final class CycleLeader implements AutoCloseable {

    private final CuratorFramework curator;
    private final Term term;
    private final Journal journal;
    private final ReportStore store;
    private final Barrier barrier;
    private final BarrierRelease barrierRelease;
    private final Delivery delivery;
    private final ClusterCounter counter;
    private volatile OpenCycle open;
    private volatile boolean failed;

    /**
     * Reads the open cycle. The term has begun before, so that no write of an older leader is missed: it is fenced from then on.
     *
     * @param term a term that has begun
     * @param barrier the barrier that this node waits at, which knows when the node first saw the open cycle
     */
    public CycleLeader(CuratorFramework curator, Term term, Barrier barrier, Journal journal)
            throws InterruptedException {
        this.curator = curator;
        this.term = term;
        this.barrier = barrier;
        this.journal = journal;
        barrierRelease = new BarrierRelease(curator);
        store = new ReportStore(curator);
        delivery = new Delivery(curator, term, store, journal);
        open = barrier.openCycle();
        counter = new ClusterCounter(curator);
    }

    public Term term() {
        return term;
    }

    public OpenCycle open() {
        return open;
    }

    /** Returns the delivery of the reports of this term, and of those that earlier leaders left. */
    public Delivery delivery() {
        return delivery;
    }

    /** Records that closing the open cycle has failed, so that it is started again. */
    public void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Returns whether closing the open cycle has failed since the last call. */
    boolean takeFailure() {
        boolean was = failed;
        failed = false;
        return was;
    }

    /** Returns the report of a snapshot, with this leader and the current time. */
    public Report report(CycleSnapshot snapshot, Statistic statistic) {
        return snapshot.report(term.cluster(), term.epoch(), term.leader(), Instant.now(), statistic);
    }

    /** Restores the mark of the open cycle if an operator has removed it, or the cycle could never be released. */
    void restoreMark() throws InterruptedException {
        barrierRelease.restoreMark(term, barrier.openCycle().number());
    }

    /** Records that the frozen report of {@code cycle} is handed over for delivery. */
    public void enqueue(long cycle) throws InterruptedException {
        delivery.outbox().enqueue(cycle, cycle < open.number());
    }

    /**
     * Closes the open cycle: from now on its report is {@code text}, whichever leader delivers it.
     *
     * @param ids the nodes whose readings are in the report, for the journal
     */
    public void freeze(long cycle, String text, List<String> ids) throws InterruptedException {
        term.write(() -> {
            store.freeze(term, cycle, text);
            journal.record(Journal.Event.FROZEN, cycle, Map.of("epoch", term.epoch(), "ids", ids));
        });
    }

    /**
     * Opens the next cycle. The report of this one is removed in the same transaction if its delivery has ended,
     * otherwise it is kept.
     *
     * @param period the sampling period of the next cycle
     */
    public void release(long cycle, Duration period) throws InterruptedException {
        term.write(() -> {
            delivery.outbox().release(cycle, outcome -> {
                List<CuratorOp> changes = new ArrayList<>(barrierRelease.releaseOps(cycle, period));
                changes.add(TransactionOps.set(curator, Znodes.COUNTER, Znodes.encode(counter.sum())));
                if (outcome.isPresent()) {
                    changes.addAll(store.settleOps(cycle, outcome.get()));
                }
                term.commit(
                        "releasing cycle " + cycle, () -> barrier.openCycle().number() > cycle, changes);
            });
            open = OpenCycle.now(cycle + 1);
            journal.record(Journal.Event.RELEASED, cycle, Map.of("epoch", term.epoch()));
        });
    }

    /** Stops watching the counters. Does not end the term. */
    @Override
    public void close() {
        counter.close();
    }

    @Override
    public String toString() {
        return term.toString();
    }
}
