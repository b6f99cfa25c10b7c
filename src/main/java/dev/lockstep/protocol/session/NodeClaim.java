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
 * The right to a node id, held as the ephemeral {@code /nodes/{id}} of the node's Curator session. What stands there may be a
 * twin that is alive, or a predecessor that crashed and whose session is still dying. A twin gives itself away by its next
 * reading; a predecessor disappears within the session timeout.
 *
 * <p>One thread acquires. The claim goes with the session: after a change of the session it must be acquired anew.
 */
public final class NodeClaim {

    private static final Logger LOG = LoggerFactory.getLogger(NodeClaim.class);

    private final CuratorFramework curator;
    private final IdHolder claim;

    public NodeClaim(CuratorFramework curator, String id) {
        this.curator = curator;
        this.claim = new IdHolder(
                Znodes.requireId(id),
                IdHolder.hostName(),
                ProcessHandle.current().pid(),
                Instant.now());
    }

    /**
     * Takes the id, waiting out a predecessor, and removes the reading that it left.
     *
     * @param patience how long a predecessor's session may take to die
     * @throws IdInUseException if a living node holds the id
     * @throws InterruptedException if interrupted while waiting
     */
    public void acquire(Duration patience) throws IdInUseException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!ZooKeeperRetry.retry("claiming the id", this::create)) {
                awaitRelease(end, patience);
            }
            ZooKeeperRetry.retry("removing the predecessor's reading", () -> delete(Znodes.reading(claim.id())));
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot claim the node id " + claim.id(), e);
        }
    }

    /**
     * Takes the id again if people have removed it; the reading stays.
     *
     * @throws IdInUseException as {@link #acquire} does, if somebody else was quicker
     * @throws InterruptedException if interrupted while waiting
     */
    public void reclaim(Duration patience) throws IdInUseException, InterruptedException {
        try {
            if (!ZooKeeperRetry.retry("claiming the id again", this::create)) {
                acquire(patience);
            }
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot claim the node id " + claim.id(), e);
        }
    }

    /** Gives the id back, in the background: if that fails, the session takes it along when it ends. */
    public void release() {
        try {
            curator.delete().inBackground().forPath(Znodes.node(claim.id()));
        } catch (Exception e) {
            LOG.debug("The id {} goes with the session", claim.id(), e);
        }
    }

    /** Whether the id is ours now: free until now, ours already, or left by an earlier session of this very process. */
    private boolean create() throws Exception {
        String path = Znodes.node(claim.id());
        try {
            curator.create().withMode(CreateMode.EPHEMERAL).forPath(path, Znodes.encode(Json.write(claim)));
            return true;
        } catch (KeeperException.NodeExistsException e) {
            Stat stat = new Stat();
            IdHolder holder = holder(stat);
            if (holder == null || !claim.equals(holder)) {
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

    private void awaitRelease(long end, Duration patience)
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
                patience.toSeconds());
        while (!gone.tryAcquire(50, TimeUnit.MILLISECONDS)) {
            if (alive.tryAcquire() || System.nanoTime() > end) {
                throw new IdInUseException(holder);
            }
        }
    }

    private IdHolder watch(Semaphore gone, Semaphore alive) throws Exception {
        CuratorWatcher reads = event -> {
            if (event.getType() == EventType.NodeDataChanged) {
                alive.release();
            }
        };
        CuratorWatcher holds = event -> gone.release();
        curator.checkExists().usingWatcher(reads).forPath(Znodes.reading(claim.id()));
        return curator.checkExists().usingWatcher(holds).forPath(Znodes.node(claim.id())) == null
                ? null
                : holder(new Stat());
    }

    private IdHolder holder(Stat stat) throws Exception {
        try {
            return Json.read(curator.getData().storingStatIn(stat).forPath(Znodes.node(claim.id())), IdHolder.class);
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
