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
 * The reports that the API refused for good, for people to look at and, once the cause is mended, to send again. Needs no
 * leader and disturbs none: a report is moved as it stands, so its request has the same key and body as before.
 */
public final class RefusedReports {

    private final CuratorFramework curator;

    public RefusedReports(CuratorFramework curator) {
        this.curator = curator;
    }

    /**
     * The cycles whose reports are set aside, oldest first.
     *
     * @throws Exception if ZooKeeper cannot be asked
     */
    public List<Long> cycles() throws Exception {
        try {
            return Znodes.cycles(curator.getChildren().forPath(Znodes.REFUSED));
        } catch (NoNodeException e) {
            return List.of();
        }
    }

    /**
     * The text of a report that is set aside; empty if there is none of that cycle.
     *
     * @throws Exception if ZooKeeper cannot be asked
     */
    public Optional<String> text(long cycle) throws Exception {
        try {
            return Optional.of(Znodes.text(curator.getData().forPath(Znodes.refused(cycle))));
        } catch (NoNodeException e) {
            return Optional.empty();
        }
    }

    /**
     * Puts a report back among those that are kept, so that the leader delivers it.
     *
     * @return whether there was one of that cycle
     * @throws Exception if ZooKeeper cannot be asked
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
            // Of a transaction that is repeated after a lost reply the first try may have done it.
            if (text(cycle).isPresent()) {
                throw e;
            }
        }
        return true;
    }
}
