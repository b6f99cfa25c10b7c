package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.camel.election.Office;
import dev.lockstep.config.ConfigChange;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.cycle.Barrier;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.cycle.CycleLoop;
import dev.lockstep.protocol.leader.FencedException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code lockstep:readings}: what happens in the open cycle, for the leader alone, so to be consumed through
 * {@code zookeeper-master:}. It is started when the node is elected: then it takes office, and gives up office when it is
 * stopped. Every exchange carries the variables {@code event} (see {@link CycleEvent}), {@code term}, {@code cycle}.
 *
 * <p>Exchanges are processed one after the other on this consumer's thread; the route may wait in them as long as it likes.
 */
final class CycleConsumer extends LockstepConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(CycleConsumer.class);
    private static final String ROUTE = "leader";
    private static final Duration LONGEST_WRITE = Duration.ofMillis(300);

    private final Node node;
    private final Office office;
    private final Barrier barrier;
    private final LiveConfig config;
    private volatile CycleLeader current;

    CycleConsumer(
            LockstepEndpoint endpoint,
            Processor processor,
            Node node,
            Office office,
            Barrier barrier,
            LiveConfig config) {
        super(endpoint, processor);
        this.office = office;
        this.node = node;
        this.barrier = barrier;
        this.config = config;
    }

    @Override
    void work() throws InterruptedException {
        office.occupy();
        try {
            serve();
        } finally {
            office.leave();
        }
    }

    private void serve() throws InterruptedException {
        config.awaitInitialized(node.sessionTimeout());
        try (CycleLeader term = CycleLeader.begin(node.curator(), barrier, node.id(), node.journal())) {
            current = term;
            lead(term);
        } catch (FencedException e) {
            LOG.info("Node {} is deposed: {}", node.id(), e.getMessage());
        } catch (RuntimeException e) {
            if (!isRunAllowed()) {
                throw e;
            }
            LOG.error("Node {} cannot lead and gives up office", node.id(), e);
        }
        emit(CycleEvent.DEPOSED, null, 0, null);
    }

    @Override
    protected void doStop() throws Exception {
        CycleLeader term = current;
        boolean paused = term != null && term.pauseWrites(LONGEST_WRITE);
        try {
            super.doStop();
        } finally {
            if (paused) {
                term.resumeWrites();
            }
        }
    }

    private void lead(CycleLeader term) throws InterruptedException {
        try (CycleLoop feed = new CycleLoop(
                node.curator(),
                term,
                node.journal(),
                () -> config.settings().cycleTimeout(),
                () -> config.settings().minNodes(),
                new CycleEvents(this, node, term))) {
            Consumer<ConfigChange> onChange = change -> feed.wake();
            config.addListener(onChange);
            try {
                feed.run();
            } finally {
                config.removeListener(onChange);
            }
        }
    }

    /**
     * Whether the election has forgotten this consumer: camel-zookeeper-master starts it on a thread of its own, and when its
     * route is stopped at that very moment, it never stops it.
     */
    boolean isOrphaned() {
        ServiceStatus route =
                getEndpoint().getCamelContext().getRouteController().getRouteStatus(ROUTE);
        return route != null && (route.isStopping() || route.isStopped());
    }

    void emit(CycleEvent event, CycleLeader term, long cycle, Object body) {
        Exchange exchange = createExchange(false);
        exchange.setVariable("event", event.name().toLowerCase(Locale.ROOT));
        exchange.setVariable("term", term);
        exchange.setVariable("cycle", cycle);
        exchange.getMessage().setBody(body);
        send(exchange);
        if (!isRunAllowed() || isOrphaned()) {
            // The interrupt that ends the term may have been swallowed by the route.
            Thread.currentThread().interrupt();
        }
    }
}
