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
 * One term of office, as a fencing token: the version of {@code /epoch} that the leader got when it took office. Every write
 * of the leader is a transaction that also checks this version, so a deposed leader (a long pause, a lost session) can change
 * nothing. It is the write that decides, never a flag that says "I am the leader".
 *
 * <p>The znode is persistent and never deleted: a version check passes on a znode that was deleted and made again.
 *
 * <p>This class is immutable and threadsafe.
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
     * Begins a new epoch, which ends every older one. A repetition after a lost reply raises the epoch once more, which does
     * no harm.
     *
     * @param leader the id of the node that takes office, for people who look at {@code /epoch}
     * @throws InterruptedException if interrupted while ZooKeeper is away
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
     * Makes all of {@code changes} or none, and only while this epoch lasts. If they are refused because a znode is missing, what
     * people have removed of the tree is made again, and they are tried once more: the nodes wait for what the leader writes, so
     * a leader that gave up could wait for nobody.
     *
     * @param done says, from what is in ZooKeeper, whether the changes are already made: asked when they are refused, because
     *     a transaction that is repeated after a lost reply fails on its own success
     * @throws FencedException if a newer epoch has begun
     * @throws IllegalStateException if the changes are refused for another reason, or the tree is beyond repair
     * @throws InterruptedException if interrupted while ZooKeeper is away; the changes may or may not be made
     */
    public void commit(String what, Callable<Boolean> done, List<CuratorOp> changes) throws InterruptedException {
        Optional<KeeperException> refusal = attempt(what, done, changes);
        if (refusal.isPresent() && refusal.get().code() == Code.NONODE) {
            LOG.warn("{} was refused: a znode is missing; what people removed is made again", what);
            ZnodeTree.create(curator);
            refusal = attempt(what, done, changes);
        }
        if (refusal.isPresent()) {
            throw new IllegalStateException(what + " was refused", refusal.get());
        }
    }

    /** Makes the changes; empty if they are made now, else what ZooKeeper answered. */
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
            return isTrue(what, done) ? Optional.empty() : Optional.of(e);
        }
    }

    private static boolean isTrue(String what, Callable<Boolean> done) throws InterruptedException {
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
