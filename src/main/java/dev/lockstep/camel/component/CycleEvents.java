package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.cycle.CycleListener;
import dev.lockstep.protocol.cycle.CycleSnapshot;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the events in the cycles of one term to the leader's route, one exchange for each event. */
final class CycleEvents implements CycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(CycleEvents.class);

    private final CycleConsumer consumer;
    private final Node node;
    private final CycleLeader leader;

    CycleEvents(CycleConsumer consumer, Node node, CycleLeader leader) {
        this.consumer = consumer;
        this.node = node;
        this.leader = leader;
    }

    @Override
    public void started(Set<String> ids) {
        if (consumer.isOrphaned()) {
            Thread.currentThread().interrupt();
            return;
        }
        LOG.info(
                "Node {} leads ({}); cycle {} is open; nodes: {}",
                node.id(),
                leader,
                leader.open().number(),
                ids);
    }

    @Override
    public void kept(long cycle) {
        consumer.emit(CycleEvent.KEPT, leader, cycle, null);
    }

    @Override
    public void frozen(long cycle) {
        consumer.emit(CycleEvent.FROZEN, leader, cycle, null);
    }

    @Override
    public void joined(String id) {
        consumer.emit(CycleEvent.JOINED, leader, leader.open().number(), id);
    }

    @Override
    public void left(String id) {
        consumer.emit(CycleEvent.LEFT, leader, leader.open().number(), id);
    }

    @Override
    public void progress(CycleSnapshot snapshot) {
        consumer.emit(CycleEvent.PROGRESS, leader, snapshot.open().number(), snapshot);
    }
}
