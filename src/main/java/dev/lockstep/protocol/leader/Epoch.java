package dev.lockstep.protocol.leader;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.protocol.session.ZooKeeperRetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fencing token of one term: the version of {@code /epoch} after the write with which the leader began its term. Every
 * write of the leader is a transaction that also checks this version, so a deposed leader (after a long pause, or a lost
 * session) can change nothing. Whether a leader still leads is decided by the write itself, never by a flag in memory.
 *
 * <p>The znode is persistent and never deleted: a version check may pass on a znode that was deleted and created again.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @see <a href="https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">How to do distributed locking
 *     (fencing tokens)</a>
 */
public final class Epoch {

    private static final Logger LOG = LoggerFactory.getLogger(Epoch.class);

    private final CuratorFramework curator;
    private final int version;

    private Epoch(CuratorFramework curator, int version) {
        this.curator = curator;
        this.version = version;
    }

    /**
     * Begins a new epoch, which ends every older one. A retry after a lost reply may raise the epoch twice, which does no harm.
     *
     * @param leader the id of the node that begins its term, for an operator who reads {@code /epoch}
     * @throws InterruptedException if interrupted while ZooKeeper is unavailable
     */
    public static Epoch raise(CuratorFramework curator, String leader) throws InterruptedException {
        try {
            Stat stat = ZooKeeperRetry.retry(
                    "raising the epoch", () -> curator.setData().forPath(Znodes.EPOCH, Znodes.encode(leader)));
            return new Epoch(curator, stat.getVersion());
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot raise the epoch", e);
        }
    }

    public long number() {
        return version;
    }

    /**
     * Applies all of {@code changes} or none, and only while this epoch lasts. If they are refused because a znode is
     * missing, the missing znodes of the tree are created and the changes are retried once: all nodes wait for this write, so
     * no other node would create them if the leader gave up.
     *
     * @param what the name of the write, for logs and errors
     * @param done returns, from what is in ZooKeeper, whether the changes are already applied. It is called when they are
     *     refused, because a transaction that is retried after a lost reply fails if the first attempt succeeded
     * @throws FencedException if a newer epoch has begun
     * @throws IllegalStateException if the changes are refused for another reason, or the tree cannot be repaired
     * @throws InterruptedException if interrupted while ZooKeeper is unavailable; the changes may or may not be applied
     */
    public void commit(String what, Callable<Boolean> done, List<CuratorOp> changes) throws InterruptedException {
        Optional<KeeperException> refusal = attempt(what, done, changes);
        if (refusal.isPresent() && refusal.get().code() == Code.NONODE) {
            LOG.warn("{} was refused: a znode is missing; creating the missing znodes and retrying", what);
            ZnodeTree.create(curator);
            refusal = attempt(what, done, changes);
        }
        if (refusal.isPresent()) {
            throw new IllegalStateException(what + " was refused", refusal.get());
        }
    }

    /** Applies the changes. Returns empty if they are applied, otherwise the error that ZooKeeper returned. */
    private Optional<KeeperException> attempt(String what, Callable<Boolean> done, List<CuratorOp> changes)
            throws InterruptedException {
        try {
            ZooKeeperRetry.retry(what, () -> {
                List<CuratorOp> fenced = new ArrayList<>(changes.size() + 1);
                fenced.add(curator.transactionOp().check().withVersion(version).forPath(Znodes.EPOCH));
                fenced.addAll(changes);
                return curator.transaction().forOperations(fenced);
            });
            return Optional.empty();
        } catch (KeeperException e) {
            if (isFenced(e)) {
                throw new FencedException(version);
            }
            return isDone(what, done) ? Optional.empty() : Optional.of(e);
        }
    }

    private static boolean isDone(String what, Callable<Boolean> done) throws InterruptedException {
        try {
            return ZooKeeperRetry.retry(what, done);
        } catch (KeeperException e) {
            throw new IllegalStateException(what + " was refused", e);
        }
    }

    private static boolean isFenced(KeeperException e) {
        return e.getResults() != null
                && e.getResults().get(0) instanceof ErrorResult check
                && check.getErr() == Code.BADVERSION.intValue();
    }

    @Override
    public String toString() {
        return "epoch " + version;
    }
}
