package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.cycle.CycleListener;
import dev.lockstep.protocol.cycle.CycleSnapshot;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what happens in the cycles of one term to the leader's route, one exchange for each event. */
public final class CycleEvents implements CycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(CycleEvents.class);

    private final CycleConsumer consumer;
    private final Node node;
    private final CycleLeader term;

    CycleEvents(CycleConsumer consumer, Node node, CycleLeader term) {
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
        consumer.emit(CycleEvent.KEPT, term, cycle, null);
    }

    @Override
    public void frozen(long cycle) {
        consumer.emit(CycleEvent.FROZEN, term, cycle, null);
    }

    @Override
    public void joined(String id) {
        consumer.emit(CycleEvent.JOINED, term, term.open().number(), id);
    }

    @Override
    public void left(String id) {
        consumer.emit(CycleEvent.LEFT, term, term.open().number(), id);
    }

    @Override
    public void progress(CycleSnapshot news) {
        consumer.emit(CycleEvent.PROGRESS, term, news.open().number(), news);
    }
}
