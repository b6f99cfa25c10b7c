package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.protocol.session.TransactionOps;
import dev.lockstep.protocol.session.ZooKeeperRetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;

/**
 * The leader's side of the {@link Barrier}: releases the nodes that wait at it.
 *
 * <p>This class is thread-safe.
 */
final class BarrierRelease {

    private final CuratorFramework curator;

    BarrierRelease(CuratorFramework curator) {
        this.curator = curator;
    }

    /**
     * Returns the operations that open the cycle after {@code cycle}. They succeed only once: they fail if {@code cycle}
     * is not open.
     *
     * @param period the sampling period of the new cycle, for an operator who asks whether the cycle should be over
     */
    List<CuratorOp> releaseOps(long cycle, Duration period) {
        return List.of(
                TransactionOps.delete(curator, Znodes.mark(cycle)),
                TransactionOps.create(curator, Znodes.mark(cycle + 1), Znodes.encode(period.toMillis())),
                TransactionOps.set(curator, Znodes.BARRIER, Znodes.encode(cycle + 1)));
    }

    /**
     * Creates the mark of the open cycle if it was removed.
     *
     * @throws FencedException if the term is over
     * @throws InterruptedException if interrupted while ZooKeeper is unavailable
     */
    void restoreMark(Term term, long openCycle) throws InterruptedException {
        String mark = Znodes.mark(openCycle);
        Callable<Boolean> exists = () -> curator.checkExists().forPath(mark) != null;
        if (!isMarked(exists)) {
            term.commit("marking the open cycle", exists, List.of(TransactionOps.create(curator, mark, new byte[0])));
        }
    }

    private static boolean isMarked(Callable<Boolean> exists) throws InterruptedException {
        try {
            return ZooKeeperRetry.retry("reading the barrier", exists);
        } catch (KeeperException e) {
            throw new IllegalStateException("the barrier cannot be read", e);
        }
    }
}
