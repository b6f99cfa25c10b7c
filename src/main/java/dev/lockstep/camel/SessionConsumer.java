package dev.lockstep.camel;

import dev.lockstep.protocol.IdInUseException;
import dev.lockstep.protocol.NodeId;
import dev.lockstep.protocol.Tree;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code lockstep:session}: one exchange each time that the node holds its id in a new ZooKeeper session; body: the session's
 * id. What a session owned is gone with it, and the stock ZooKeeper parts do not notice, so their routes are to be started
 * afresh then.
 *
 * <p>Holds the node's id. If another living node has it, the context is shut down and the reason is left in the registry
 * under {@link #REFUSAL}.
 */
final class SessionConsumer extends WorkerConsumer {

    static final String REFUSAL = "lockstep.refusal";

    private static final Logger LOG = LoggerFactory.getLogger(SessionConsumer.class);
    private static final int COMPLAIN_EVERY_SECONDS = 5;

    private final Node node;
    private final NodeId id;
    private final Semaphore reconnected = new Semaphore(0);
    private final ConnectionStateListener listener = (client, state) -> {
        if (state == ConnectionState.RECONNECTED) {
            reconnected.release();
        }
    };

    SessionConsumer(LockstepEndpoint endpoint, Processor processor, Node node) {
        super(endpoint, processor);
        this.node = node;
        this.id = new NodeId(node.curator(), node.id());
    }

    @Override
    void work() throws InterruptedException {
        CuratorFramework curator = node.curator();
        curator.getConnectionStateListenable().addListener(listener);
        try {
            awaitConnection(curator);
            Tree.create(curator);
            long session = 0;
            while (true) {
                long current = sessionId(curator);
                if (current != session) {
                    // A dying session takes up to its timeout and one and a half ticks, a tick being at most half of
                    // it.
                    id.acquire(node.sessionTimeout().multipliedBy(2));
                    session = current;
                    announce(session);
                }
                awaitReconnect();
            }
        } catch (IdInUseException e) {
            refuse(e);
        } finally {
            curator.getConnectionStateListenable().removeListener(listener);
        }
    }

    private void awaitReconnect() throws InterruptedException {
        try {
            reconnected.acquire();
            reconnected.drainPermits();
        } catch (InterruptedException e) {
            id.release();
            throw e;
        }
    }

    private void awaitConnection(CuratorFramework curator) throws InterruptedException {
        String servers = curator.getZookeeperClient().getCurrentConnectionString();
        int seconds = 0;
        while (!curator.blockUntilConnected(COMPLAIN_EVERY_SECONDS, TimeUnit.SECONDS)) {
            seconds += COMPLAIN_EVERY_SECONDS;
            LOG.warn("No ZooKeeper at {} for {} s: still trying", servers, seconds);
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

    private void announce(long session) {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody("0x" + Long.toHexString(session));
        send(exchange);
    }

    private void refuse(IdInUseException e) {
        LOG.error("{}", e.getMessage());
        getEndpoint().getCamelContext().getRegistry().bind(REFUSAL, e);
        // On a thread of its own, because the shutdown waits for this one.
        new Thread(getEndpoint().getCamelContext()::stop, "lockstep-refusal").start();
    }
}
