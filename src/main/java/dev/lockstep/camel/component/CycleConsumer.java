package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.config.ConfigChange;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.cycle.CycleLoop;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code lockstep:cycle}: receives what happens in the open cycle. It is for the leader alone, so it is consumed through
 * {@code zookeeper-master:}, which starts it when the node is elected and stops it when the node resigns. Every exchange carries
 * the variables {@code event} (see {@link CycleEvent}), {@code cycleLeader} and {@code cycle}.
 *
 * <p>Exchanges are processed one after the other on this consumer's thread; the route may wait in them for any time.
 */
final class CycleConsumer extends LockstepConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(CycleConsumer.class);
    private static final String ROUTE = "leader";
    private static final Duration WRITE_TIMEOUT = Duration.ofMillis(300);

    private final LockstepComponent component;
    private final Node node;
    private final LiveConfig config;
    private volatile Term term;

    CycleConsumer(LockstepEndpoint endpoint, Processor processor, Node node, LiveConfig config) {
        super(endpoint, processor);
        this.component = endpoint.component();
        this.node = node;
        this.config = config;
    }

    @Override
    void work() throws InterruptedException {
        Term own = new Term(node.id(), node.journal());
        term = own;
        component.currentTerm().set(own);
        try {
            serve(own);
        } finally {
            component.currentTerm().compareAndSet(own, null);
        }
    }

    private void serve(Term own) throws InterruptedException {
        config.awaitInitialized(node.sessionTimeout());
        try (own;
                CycleLeader leader = new CycleLeader(
                        node.curator(), own.begin(node.curator()), component.barrier(), node.journal())) {
            lead(leader);
        } catch (FencedException e) {
            LOG.info("Node {} no longer leads: {}", node.id(), e.getMessage());
        } catch (RuntimeException e) {
            if (!isRunAllowed()) {
                throw e;
            }
            LOG.error("Node {} cannot lead and resigns", node.id(), e);
        }
        emit(CycleEvent.DEPOSED, null, 0, null);
    }

    /**
     * Waits for the end of a write that is under way before the thread is interrupted, or its line in the journal
     * would be missing.
     */
    @Override
    protected void doStop() throws Exception {
        Term current = term;
        boolean paused = current != null && pauseWrites(current);
        try {
            super.doStop();
        } finally {
            if (paused) {
                current.resumeWrites();
            }
        }
    }

    private static boolean pauseWrites(Term current) {
        try {
            return current.pauseWrites(WRITE_TIMEOUT);
        } catch (InterruptedException e) {
            // The stop must go on, or the thread would lead on.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void lead(CycleLeader leader) throws InterruptedException {
        try (CycleLoop loop = new CycleLoop(
                node.curator(),
                leader,
                node.journal(),
                () -> config.settings().cycleTimeout(),
                () -> config.settings().minNodes(),
                new CycleEvents(this, node, leader))) {
            Consumer<ConfigChange> onChange = change -> loop.wake();
            config.addListener(onChange);
            try {
                loop.run();
            } finally {
                config.removeListener(onChange);
            }
        }
    }

    /**
     * Returns whether the election has forgotten this consumer: camel-zookeeper-master starts it on a thread of its own, and
     * if the route is stopped while it starts, never stops it.
     */
    boolean isOrphaned() {
        ServiceStatus route =
                getEndpoint().getCamelContext().getRouteController().getRouteStatus(ROUTE);
        return route != null && (route.isStopping() || route.isStopped());
    }

    void emit(CycleEvent event, CycleLeader leader, long cycle, Object body) {
        Exchange exchange = createExchange(false);
        exchange.setVariable(LockstepConstants.EVENT, event.name().toLowerCase(Locale.ROOT));
        exchange.setVariable(LockstepConstants.CYCLE_LEADER, leader);
        exchange.setVariable(LockstepConstants.CYCLE, cycle);
        exchange.getMessage().setBody(body);
        send(exchange);
        if (!isRunAllowed() || isOrphaned()) {
            // The interrupt that ends the term may have been caught in the route.
            Thread.currentThread().interrupt();
        }
    }
}
