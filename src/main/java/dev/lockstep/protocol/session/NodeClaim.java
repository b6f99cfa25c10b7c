package dev.lockstep.protocol.session;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Znodes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim of a node to its id: the ephemeral {@code /nodes/{id}} of the node's Curator session. If the znode already exists, it
 * belongs to a live node with a duplicate id, or to a predecessor that crashed and whose session has not expired yet. The
 * duplicate is recognised by its next reading; the predecessor's znode disappears within the session timeout.
 *
 * <p>One thread acquires the claim. The claim ends with the session: in a new session it must be acquired again.
 */
public final class NodeClaim {

    private static final Logger LOG = LoggerFactory.getLogger(NodeClaim.class);

    private final CuratorFramework curator;
    private final IdHolder own;

    public NodeClaim(CuratorFramework curator, String id) {
        this.curator = curator;
        this.own = new IdHolder(
                Znodes.requireId(id),
                IdHolder.hostName(),
                ProcessHandle.current().pid(),
                Instant.now());
    }

    /**
     * Acquires the id, after waiting for the end of a predecessor's session, and removes the reading that the predecessor left.
     *
     * @param timeout how long to wait for the end of a predecessor's session
     * @throws IdInUseException if a live node holds the id
     * @throws InterruptedException if interrupted while waiting
     */
    public void acquire(Duration timeout) throws IdInUseException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (!ZooKeeperRetry.retry("claiming the id", this::create)) {
                awaitRelease(end, timeout);
            }
            ZooKeeperRetry.retry("removing the predecessor's reading", () -> delete(Znodes.reading(own.id())));
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot claim the node id " + own.id(), e);
        }
    }

    /**
     * Acquires the id again if an operator has removed its znode; the reading stays.
     *
     * @throws IdInUseException if another live node has acquired it in the meantime; see {@link #acquire}
     * @throws InterruptedException if interrupted while waiting
     */
    public void reclaim(Duration timeout) throws IdInUseException, InterruptedException {
        try {
            if (!ZooKeeperRetry.retry("claiming the id again", this::create)) {
                acquire(timeout);
            }
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot claim the node id " + own.id(), e);
        }
    }

    /** Releases the id in the background. If that fails, the znode is removed when the session ends. */
    public void release() {
        try {
            curator.delete().inBackground().forPath(Znodes.node(own.id()));
        } catch (Exception e) {
            LOG.debug("The id {} is released at the end of the session", own.id(), e);
        }
    }

    /** Returns whether this node holds the id: it was free, already held, or left by an earlier session of this process. */
    private boolean create() throws Exception {
        String path = Znodes.node(own.id());
        try {
            curator.create().withMode(CreateMode.EPHEMERAL).forPath(path, Znodes.encode(Json.write(own)));
            return true;
        } catch (KeeperException.NodeExistsException e) {
            Stat stat = new Stat();
            IdHolder holder = holder(stat);
            if (holder == null || !own.equals(holder)) {
                return false;
            }
            if (stat.getEphemeralOwner()
                    == curator.getZookeeperClient().getZooKeeper().getSessionId()) {
                return true;
            }
            delete(path);
            return create();
        }
    }

    private void awaitRelease(long end, Duration timeout)
            throws IdInUseException, InterruptedException, KeeperException {
        Semaphore gone = new Semaphore(0);
        Semaphore alive = new Semaphore(0);
        IdHolder holder = ZooKeeperRetry.retry("reading who holds the id", () -> watch(gone, alive));
        if (holder == null) {
            return;
        }
        LOG.info(
                "The id {} is held by process {} on host {} since {}: waiting up to {} s for its session to end",
                holder.id(),
                holder.pid(),
                holder.host(),
                holder.since(),
                timeout.toSeconds());
        while (!gone.tryAcquire(50, TimeUnit.MILLISECONDS)) {
            if (alive.tryAcquire() || System.nanoTime() > end) {
                throw new IdInUseException(holder);
            }
        }
    }

    private IdHolder watch(Semaphore gone, Semaphore alive) throws Exception {
        CuratorWatcher ofReading = event -> {
            if (event.getType() == EventType.NodeDataChanged) {
                alive.release();
            }
        };
        CuratorWatcher ofId = event -> gone.release();
        curator.checkExists().usingWatcher(ofReading).forPath(Znodes.reading(own.id()));
        return curator.checkExists().usingWatcher(ofId).forPath(Znodes.node(own.id())) == null
                ? null
                : holder(new Stat());
    }

    private IdHolder holder(Stat stat) throws Exception {
        try {
            return Json.read(curator.getData().storingStatIn(stat).forPath(Znodes.node(own.id())), IdHolder.class);
        } catch (KeeperException.NoNodeException e) {
            return null;
        }
    }

    private boolean delete(String path) throws Exception {
        try {
            curator.delete().forPath(path);
            return true;
        } catch (KeeperException.NoNodeException e) {
            return false;
        }
    }
}
