package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.TransactionOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;

/**
 * The reports that the API refused permanently. An operator can read them and, when the cause is removed, have them
 * delivered again. This works with and without a leader: a report is moved unchanged, so its request has the same key and
 * body as before.
 */
public final class RefusedReports {

    private final CuratorFramework curator;

    public RefusedReports(CuratorFramework curator) {
        this.curator = curator;
    }

    /**
     * Returns the cycles whose reports are set aside, oldest first.
     *
     * @throws Exception if ZooKeeper cannot be read
     */
    public List<Long> cycles() throws Exception {
        try {
            return Znodes.cycles(curator.getChildren().forPath(Znodes.REFUSED));
        } catch (NoNodeException e) {
            return List.of();
        }
    }

    /**
     * Returns the text of a report that is set aside; empty if there is none of that cycle.
     *
     * @throws Exception if ZooKeeper cannot be read
     */
    public Optional<String> text(long cycle) throws Exception {
        try {
            return Optional.of(Znodes.text(curator.getData().forPath(Znodes.refused(cycle))));
        } catch (NoNodeException e) {
            return Optional.empty();
        }
    }

    /**
     * Moves a report back to the reports that are kept, so that the leader delivers it.
     *
     * @return whether there was a report of that cycle
     * @throws Exception if ZooKeeper cannot be read or written
     */
    public boolean retry(long cycle) throws Exception {
        Optional<String> text = text(cycle);
        if (text.isEmpty()) {
            return false;
        }
        try {
            curator.transaction()
                    .forOperations(new ArrayList<>(List.of(
                            TransactionOps.delete(curator, Znodes.refused(cycle)),
                            TransactionOps.create(curator, Znodes.report(cycle), Znodes.encode(text.get())))));
        } catch (KeeperException e) {
            // If the transaction was retried after a lost reply, the first attempt may have succeeded.
            if (text(cycle).isPresent()) {
                throw e;
            }
        }
        return true;
    }
}
