package dev.lockstep.protocol.session;

import dev.lockstep.protocol.ClusterId;
import dev.lockstep.protocol.Znodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/** The fixed part of the znode tree, which is created by the node that comes first. */
public final class ZnodeTree {

    private static final List<String> FOLDERS = List.of(
            Znodes.NODES,
            Znodes.READINGS,
            Znodes.COUNTER,
            Znodes.REPORTS,
            Znodes.DELIVERY,
            Znodes.REFUSED,
            Znodes.CONFIG);

    /** Created together, in one transaction, or not at all. */
    private static final List<String> CORE = List.of(Znodes.CLUSTER, Znodes.EPOCH, Znodes.BARRIER);

    private ZnodeTree() {}

    /**
     * Creates the znodes that are missing. If none is missing, nothing is written: a write that fails costs the servers as
     * much as one that succeeds, and a new leader would make nine. The cluster id, the epoch and the barrier are created
     * together or not at all, so that a new tree never continues the cycles of an old one under the old id.
     *
     * @return the cluster id
     * @throws IllegalStateException if some of these three are missing but not all, which only an operator can repair
     * @throws InterruptedException if interrupted while ZooKeeper is unavailable
     */
    public static String create(CuratorFramework curator) throws InterruptedException {
        try {
            Set<String> existing = ZooKeeperRetry.retry(
                    "reading the tree", () -> Set.copyOf(curator.getChildren().forPath("/")));
            Optional<String> damage = damage(existing);
            if (damage.isPresent()) {
                throw new IllegalStateException(damage.get());
            }
            for (String folder : FOLDERS) {
                if (!existing.contains(folder.substring(1))) {
                    ZooKeeperRetry.retry("creating " + folder, () -> createIfMissing(curator, folder));
                }
            }
            return ZooKeeperRetry.retry(
                    "creating the tree",
                    () -> existing.contains(Znodes.CLUSTER.substring(1)) ? read(curator) : createOrRead(curator));
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot create the znode tree", e);
        }
    }

    /**
     * Returns a message about znodes that were removed and that no node may create again; empty if there are none.
     *
     * @param existing the names of the znodes at the top of the tree
     */
    public static Optional<String> damage(Set<String> existing) {
        List<String> missing = CORE.stream()
                .filter(znode -> !existing.contains(znode.substring(1)))
                .toList();
        return missing.isEmpty() || missing.size() == CORE.size()
                ? Optional.empty()
                : Optional.of(String.join(", ", missing)
                        + (missing.size() == 1 ? " was" : " were")
                        + " removed and the rest was not: the cluster cannot continue, because epochs and"
                        + " cycles must only rise; remove all znodes of this cluster, then the nodes create a new"
                        + " tree with cycle 1");
    }

    private static boolean createIfMissing(CuratorFramework curator, String folder) throws Exception {
        try {
            curator.create().forPath(folder, folder.equals(Znodes.COUNTER) ? Znodes.encode(0) : new byte[0]);
            return true;
        } catch (KeeperException.NodeExistsException e) {
            return false;
        }
    }

    private static String createOrRead(CuratorFramework curator) throws Exception {
        String clusterId = ClusterId.create(curator.getNamespace());
        try {
            curator.transaction()
                    .forOperations(
                            curator.transactionOp().create().forPath(Znodes.CLUSTER, Znodes.encode(clusterId)),
                            curator.transactionOp().create().forPath(Znodes.EPOCH, Znodes.encode("")),
                            curator.transactionOp().create().forPath(Znodes.BARRIER, Znodes.encode(1)),
                            curator.transactionOp().create().forPath(Znodes.mark(1), new byte[0]));
            return clusterId;
        } catch (KeeperException.NodeExistsException e) {
            return read(curator);
        }
    }

    private static String read(CuratorFramework curator) throws Exception {
        return Znodes.text(curator.getData().forPath(Znodes.CLUSTER));
    }
}
