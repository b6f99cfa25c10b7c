package dev.lockstep.camel;

import dev.lockstep.protocol.IdInUseException;
import dev.lockstep.protocol.NodeId;
import dev.lockstep.protocol.Tree;
import dev.lockstep.protocol.Znodes;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code lockstep:session}: what happens to the node's hold on ZooKeeper, in the variable {@code event} (see {@link Event}).
 * What a session owned is gone with it, and the stock ZooKeeper components do not notice.
 *
 * <p>Holds the node's id. If another living node has it, the context is stopped and the reason is left in the
 * {@link Refusal} of the registry, if there is one.
 */
final class SessionConsumer extends WorkerConsumer {

    /** What an exchange is about; in the variable {@code event}, in lower case. */
    enum Event {
        /** The node holds its id in its first session; body: the session's id. */
        FIRST,
        /** The node holds its id again, in a new session; body: the session's id. */
        NEW,
        /** The node's reading vanished, or may have: the session that it was published in has ended, or people removed it. */
        VANISHED
    }

    private static final Logger LOG = LoggerFactory.getLogger(SessionConsumer.class);
    private static final int COMPLAIN_EVERY_SECONDS = 5;

    private final Node node;
    private final NodeId id;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicBoolean readingVanished = new AtomicBoolean();
    /** The one that the routes know of; 0 for none. */
    private long session;

    private final ConnectionStateListener reconnected = (client, state) -> {
        if (state == ConnectionState.RECONNECTED) {
            readingMayHaveVanished();
        }
    };

    SessionConsumer(LockstepEndpoint endpoint, Processor processor, Node node) {
        super(endpoint, processor);
        this.node = node;
        this.id = new NodeId(node.curator(), node.id());
    }

    @Override
    protected void doStart() throws Exception {
        session = 0;
        super.doStart();
    }

    @Override
    void work() throws InterruptedException {
        CuratorFramework curator = node.curator();
        curator.getConnectionStateListenable().addListener(reconnected);
        // Nobody knows what happened while nothing was watched.
        readingVanished.set(true);
        try (PersistentWatcher reading = watcher(Znodes.reading(node.id()), this::readingMayHaveVanished);
                PersistentWatcher claim = watcher(Znodes.node(node.id()), wake::release);
                PersistentWatcher tree = watcher("/", wake::release)) {
            awaitConnection(curator);
            node.sessions().endPredecessor(node.sessionTimeout());
            // Before the tree is made, so that no removal falls between the two.
            tree.start();
            Tree.create(curator);
            reading.start();
            claim.start();
            hold(curator);
        } catch (IdInUseException e) {
            refuse(e);
        } finally {
            curator.getConnectionStateListenable().removeListener(reconnected);
        }
    }

    /** Calls back when the znode is removed, or a child of it. Persistent: it survives its events and the client's reconnects. */
    private PersistentWatcher watcher(String path, Runnable onRemoval) {
        PersistentWatcher watcher = new PersistentWatcher(node.curator(), path, false);
        watcher.getListenable().addListener(event -> {
            if (event.getType() == EventType.NodeDeleted || event.getType() == EventType.NodeChildrenChanged) {
                onRemoval.run();
            }
        });
        return watcher;
    }

    private void readingMayHaveVanished() {
        readingVanished.set(true);
        wake.release();
    }

    private void hold(CuratorFramework curator) throws IdInUseException, InterruptedException {
        try {
            while (true) {
                long current = sessionId(curator);
                if (current == session) {
                    // People may have removed anything, or all there is.
                    Tree.create(curator);
                    id.reclaim(patience());
                    if (readingVanished.getAndSet(false)) {
                        announce(Event.VANISHED, session);
                    }
                } else {
                    node.sessions().keep(curator);
                    id.acquire(patience());
                    readingVanished.set(false);
                    announce(session == 0 ? Event.FIRST : Event.NEW, current);
                    session = current;
                }
                wake.acquire();
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            id.release();
            throw e;
        }
    }

    /** A dying session takes up to its timeout and one and a half ticks, a tick being at most half of it. */
    private Duration patience() {
        return node.sessionTimeout().multipliedBy(2);
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

    private void announce(Event event, long session) {
        Exchange exchange = createExchange(false);
        exchange.setVariable("event", event.name().toLowerCase(Locale.ROOT));
        exchange.getMessage().setBody("0x" + Long.toHexString(session));
        send(exchange);
    }

    private void refuse(IdInUseException e) {
        LOG.error("{}", e.getMessage());
        getEndpoint().getCamelContext().getRegistry().findByType(Refusal.class).forEach(refusal -> refusal.because(e));
        // On a thread of its own, because the shutdown waits for this one.
        new Thread(getEndpoint().getCamelContext()::stop, "lockstep-refusal").start();
    }
}
