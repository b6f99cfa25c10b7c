package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;

/**
 * The delivery of frozen reports to the API during one term: of those that earlier leaders left, and of those of this term.
 * Records their outcomes, and the reason why the API does not accept them.
 *
 * <p>This class is thread-safe. Every method waits while ZooKeeper is unavailable and throws {@link InterruptedException} if
 * interrupted then; every method that writes throws {@link FencedException} if the term is over.
 */
public final class Delivery {

    private final ReportStore store;
    private final Outbox outbox;
    private final DeliveryState state;
    private final Journal journal;

    public Delivery(CuratorFramework curator, Term term, ReportStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
        outbox = new Outbox(term, store);
        state = new DeliveryState(curator, term);
    }

    public Outbox outbox() {
        return outbox;
    }

    /** Returns the frozen text of a cycle; empty once it is delivered. */
    public Optional<String> text(long cycle) throws InterruptedException {
        return store.text(cycle);
    }

    /** Returns the cycles whose reports earlier leaders left, oldest first: closed cycles, and perhaps the open one. */
    public List<Long> inherited() throws InterruptedException {
        return store.cycles();
    }

    /**
     * Returns the cycles whose reports are not being delivered in this term yet, oldest first: an earlier leader or an
     * operator has put them there.
     *
     * @param open the open cycle; only earlier ones are returned
     */
    public List<Long> unassigned(long open) throws InterruptedException {
        List<Long> cycles = new ArrayList<>();
        for (long cycle : store.cycles()) {
            // In this order: a report that was settled since it was listed left the store before it left the outbox.
            if (cycle < open && !outbox.has(cycle) && store.text(cycle).isPresent()) {
                cycles.add(cycle);
            }
        }
        return cycles;
    }

    /** Records that the delivery of a report has ended. */
    public void settled(long cycle, DeliveryOutcome outcome, Map<String, ?> details) throws InterruptedException {
        if (outcome == DeliveryOutcome.DELIVERED) {
            journal.record(Journal.Event.DELIVERED, cycle, details);
        }
        outbox.settled(cycle, outcome);
    }

    /** Records a failed attempt that will be retried: the cycle continues, and {@code status} shows the reason. */
    public void attemptFailed(long cycle, String api, String reason) throws InterruptedException {
        outbox.attemptFailed(cycle);
        state.failing(api, reason, cycle);
    }

    /** Records that the API accepts reports. */
    public void recovered() throws InterruptedException {
        state.recovered();
    }
}
