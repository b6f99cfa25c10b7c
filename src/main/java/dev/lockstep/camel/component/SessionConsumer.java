package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.camel.StartupFailure;
import dev.lockstep.protocol.session.IdInUseException;
import dev.lockstep.protocol.session.NodeClaim;
import dev.lockstep.protocol.session.RemovalWatch;
import dev.lockstep.protocol.session.ZnodeTree;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code lockstep:session}: receives the events of the node's ZooKeeper session, in the variable {@code event} (see
 * {@link Event}). When a session ends, its znodes are removed, and the stock ZooKeeper components do not notice.
 *
 * <p>Holds the node's id, and creates znodes of the tree again that an operator has removed. If another live node holds the
 * id, the context is stopped and the reason is recorded in the {@link StartupFailure} of the registry, if there is one.
 */
final class SessionConsumer extends LockstepConsumer {

    /** The kind of event; in the variable {@code event}, in lower case. */
    enum Event {
        /** The node holds its id in its first session; body: the session's id. */
        FIRST,
        /** The node holds its id again, in a new session; body: the session's id. */
        NEW,
        /** The node's reading has vanished, or may have: its session has ended, or an operator has removed it. */
        VANISHED
    }

    private static final Logger LOG = LoggerFactory.getLogger(SessionConsumer.class);
    private static final int LOG_EVERY_SECONDS = 5;

    private final Node node;
    private final NodeClaim claim;
    /** The session that the routes were notified of; 0 for none. */
    private long session;

    SessionConsumer(LockstepEndpoint endpoint, Processor processor, Node node) {
        super(endpoint, processor);
        this.node = node;
        this.claim = new NodeClaim(node.curator(), node.id());
    }

    @Override
    protected void doStart() throws Exception {
        session = 0;
        super.doStart();
    }

    @Override
    void work() throws InterruptedException {
        CuratorFramework curator = node.curator();
        awaitConnection(curator);
        node.sessions().closePredecessor(node.sessionTimeout());
        // Before the tree is created, so that a removal in between is not missed.
        try (RemovalWatch removals = new RemovalWatch(curator, node.id())) {
            ZnodeTree.create(curator);
            hold(curator, removals);
        } catch (IdInUseException e) {
            fail(e);
        }
    }

    private void hold(CuratorFramework curator, RemovalWatch removals) throws IdInUseException, InterruptedException {
        try {
            while (true) {
                long current = sessionId(curator);
                if (current == session) {
                    // An operator may have removed any part of the tree, or all of it.
                    ZnodeTree.create(curator);
                    claim.reclaim(timeout());
                    if (removals.takeReadingRemoval()) {
                        notifyRoute(Event.VANISHED, session);
                    }
                } else {
                    node.sessions().save(curator);
                    claim.acquire(timeout());
                    // The reading is published again in any case.
                    removals.takeReadingRemoval();
                    notifyRoute(session == 0 ? Event.FIRST : Event.NEW, current);
                    session = current;
                }
                removals.await();
            }
        } catch (InterruptedException e) {
            claim.release();
            throw e;
        }
    }

    /** A session ends up to its timeout and one and a half ticks after its last contact, a tick being at most half of it. */
    private Duration timeout() {
        return node.sessionTimeout().multipliedBy(2);
    }

    private void awaitConnection(CuratorFramework curator) throws InterruptedException {
        String servers = curator.getZookeeperClient().getCurrentConnectionString();
        int seconds = 0;
        while (!curator.blockUntilConnected(LOG_EVERY_SECONDS, TimeUnit.SECONDS)) {
            seconds += LOG_EVERY_SECONDS;
            LOG.warn("No connection to ZooKeeper at {} for {} s: retrying", servers, seconds);
        }
        LOG.info("Connected to ZooKeeper at {}", servers);
    }

    private static long sessionId(CuratorFramework curator) {
        try {
            return curator.getZookeeperClient().getZooKeeper().getSessionId();
        } catch (Exception e) {
            throw new IllegalStateException("the ZooKeeper session has no id", e);
        }
    }

    private void notifyRoute(Event event, long session) {
        Exchange exchange = createExchange(false);
        exchange.setVariable(LockstepConstants.EVENT, event.name().toLowerCase(Locale.ROOT));
        exchange.getMessage().setBody("0x" + Long.toHexString(session));
        send(exchange);
    }

    private void fail(IdInUseException e) {
        LOG.error("{}", e.getMessage());
        getEndpoint()
                .getCamelContext()
                .getRegistry()
                .findByType(StartupFailure.class)
                .forEach(failure -> failure.set(e));
        // On a thread of its own, because the shutdown waits for this one.
        new Thread(getEndpoint().getCamelContext()::stop, "startup-failure").start();
    }
}
