package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.leader.Epoch;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;

/**
 * The way of frozen reports to the API during one term: those that earlier leaders left, those that are under way, what became of
 * them, and why the API does not take them.
 *
 * <p>This class is threadsafe. Every method waits while ZooKeeper is away and throws {@link InterruptedException} if
 * interrupted then; every change throws {@link FencedException} if the term is over.
 */
public final class Delivery {

    private final ReportStore store;
    private final Outbox outbox;
    private final DeliveryState note;
    private final Term fence;
    private final Journal journal;

    public Delivery(CuratorFramework curator, Epoch epoch, ReportStore store, Term fence, Journal journal) {
        this.store = store;
        this.fence = fence;
        this.journal = journal;
        outbox = new Outbox(epoch, store);
        note = new DeliveryState(curator, epoch);
    }

    public Outbox outbox() {
        return outbox;
    }

    /** The frozen text of a cycle; empty once it is delivered. */
    public Optional<String> text(long cycle) throws InterruptedException {
        return store.text(cycle);
    }

    /** The reports that earlier leaders left behind, oldest first: of closed cycles, and perhaps of the open one. */
    public List<Long> inherited() throws InterruptedException {
        return store.cycles();
    }

    /**
     * The reports that nobody delivers in this term yet, oldest first: earlier leaders left them, or people.
     *
     * @param open the open cycle; only those of cycles before it are told
     */
    public List<Long> leftBehind(long open) throws InterruptedException {
        List<Long> left = new ArrayList<>();
        for (long cycle : store.cycles()) {
            // In this order: a report that was settled since it was listed has left the outbox after the store.
            if (cycle < open && !outbox.has(cycle) && store.text(cycle).isPresent()) {
                left.add(cycle);
            }
        }
        return left;
    }

    /** Takes note that the delivery of a report has ended for good. */
    public void settled(long cycle, DeliveryOutcome outcome, Map<String, ?> details) throws InterruptedException {
        if (outcome == DeliveryOutcome.DELIVERED) {
            journal.record(Journal.Event.DELIVERED, cycle, details);
        }
        fence.run(() -> outbox.settled(cycle, outcome));
    }

    /** Takes note that a try to deliver failed and will be repeated: the cycle goes on, and people are told why. */
    public void failing(long cycle, String api, String why) throws InterruptedException {
        outbox.failed(cycle);
        fence.run(() -> note.failing(api, why, cycle));
    }

    /** Takes note that the API takes reports. */
    public void working() throws InterruptedException {
        fence.run(note::fine);
    }
}
