package dev.lockstep.camel;

import dev.lockstep.protocol.CycleListener;
import dev.lockstep.protocol.CycleWindow;
import dev.lockstep.protocol.Term;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what happens in the cycles of one term to the leader's route, one exchange for each event. */
final class TermEvents implements CycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(TermEvents.class);

    private final ReadingsConsumer consumer;
    private final Node node;
    private final Term term;

    TermEvents(ReadingsConsumer consumer, Node node, Term term) {
        this.consumer = consumer;
        this.node = node;
        this.term = term;
    }

    @Override
    public void present(Set<String> ids) {
        if (consumer.isOrphaned()) {
            Thread.currentThread().interrupt();
            return;
        }
        LOG.info(
                "Node {} leads ({}); cycle {} is open; nodes: {}",
                node.id(),
                term,
                term.open().number(),
                ids);
    }

    @Override
    public void kept(long cycle) {
        consumer.emit(LeaderEvent.KEPT, term, cycle, null);
    }

    @Override
    public void frozen(long cycle) {
        consumer.emit(LeaderEvent.FROZEN, term, cycle, null);
    }

    @Override
    public void joined(String id) {
        consumer.emit(LeaderEvent.JOINED, term, term.open().number(), id);
    }

    @Override
    public void left(String id) {
        consumer.emit(LeaderEvent.LEFT, term, term.open().number(), id);
    }

    @Override
    public void progress(CycleWindow news) {
        consumer.emit(LeaderEvent.PROGRESS, term, news.open().number(), news);
    }
}
