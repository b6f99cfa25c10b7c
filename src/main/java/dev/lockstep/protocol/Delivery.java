package dev.lockstep.protocol;

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
    private final DeliveryNote note;
    private final Fence fence;
    private final Journal journal;

    Delivery(CuratorFramework curator, Epoch epoch, ReportStore store, Fence fence, Journal journal) {
        this.store = store;
        this.fence = fence;
        this.journal = journal;
        outbox = new Outbox(epoch, store);
        note = new DeliveryNote(curator, epoch);
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
    List<Long> leftBehind(long open) throws InterruptedException {
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
    public void settled(long cycle, Outcome outcome, Map<String, ?> details) throws InterruptedException {
        if (outcome == Outcome.DELIVERED) {
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
