package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.protocol.session.TransactionOps;
import dev.lockstep.protocol.session.ZooKeeperRetry;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;

/**
 * The transactional outbox: a report is written here once, before it is sent, and stays until the API has accepted it.
 * Exactly this text is sent, so every request for a cycle has the same body, whichever leader sends it.
 *
 * <p>This class is thread-safe. Every method waits while ZooKeeper is unavailable and throws {@link InterruptedException} if
 * interrupted then; every method that writes throws {@link FencedException} if the term is over.
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Transactional outbox</a>
 */
public final class ReportStore {

    private final CuratorFramework curator;

    public ReportStore(CuratorFramework curator) {
        this.curator = curator;
    }

    /** Returns the cycles whose frozen report is not yet delivered, oldest first. */
    public List<Long> cycles() throws InterruptedException {
        try {
            return Znodes.cycles(ZooKeeperRetry.retry(
                    "listing the kept reports", () -> curator.getChildren().forPath(Znodes.REPORTS)));
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot list the kept reports", e);
        }
    }

    /** Returns the frozen text of {@code cycle}; empty if it is not frozen, or already delivered. */
    public Optional<String> text(long cycle) throws InterruptedException {
        try {
            byte[] data = ZooKeeperRetry.retry(
                    "reading report " + cycle, () -> curator.getData().forPath(Znodes.report(cycle)));
            return Optional.of(Znodes.text(data));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot read report " + cycle, e);
        }
    }

    /** Writes the report of {@code cycle}, which can be written only once. */
    public void freeze(Term term, long cycle, String text) throws InterruptedException {
        CuratorOp create = TransactionOps.create(curator, Znodes.report(cycle), Znodes.encode(text));
        term.commit(
                "freezing report " + cycle,
                () -> text(cycle).filter(text::equals).isPresent(),
                List.of(create));
    }

    /** Removes the report of a cycle that is over, because the API has accepted it or will never accept it. */
    void settle(Term term, long cycle, DeliveryOutcome outcome) throws InterruptedException {
        term.commit("settling report " + cycle, () -> text(cycle).isEmpty(), settleOps(cycle, outcome));
    }

    /** Returns the operations of {@link #settle}, for another transaction. */
    public List<CuratorOp> settleOps(long cycle, DeliveryOutcome outcome) throws InterruptedException {
        CuratorOp delete = TransactionOps.delete(curator, Znodes.report(cycle));
        if (outcome == DeliveryOutcome.DELIVERED) {
            return List.of(delete);
        }
        byte[] refused = Znodes.encode(text(cycle).orElse(""));
        return List.of(delete, TransactionOps.create(curator, Znodes.refused(cycle), refused));
    }
}
