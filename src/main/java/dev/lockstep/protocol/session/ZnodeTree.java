package dev.lockstep.protocol.session;

import dev.lockstep.protocol.ClusterId;
import dev.lockstep.protocol.Znodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/** The fixed part of the znode tree, made by whichever node comes first. */
public final class ZnodeTree {

    private static final List<String> FOLDERS = List.of(
            Znodes.NODES,
            Znodes.READINGS,
            Znodes.COUNTER,
            Znodes.REPORTS,
            Znodes.DELIVERY,
            Znodes.REFUSED,
            Znodes.CONFIG);

    /** They come into being together or not at all. */
    private static final List<String> CORE = List.of(Znodes.CLUSTER, Znodes.EPOCH, Znodes.BARRIER);

    private ZnodeTree() {}

    /**
     * Makes what is missing, and writes nothing where all is there: a write that fails costs the servers as much as another, and
     * a new leader would make nine. The incarnation id, the epoch and the barrier come into being together or not at all, so that a
     * new tree never continues the cycles of an old one under its name.
     *
     * @return the incarnation id
     * @throws IllegalStateException if of these three one is missing, which only people can mend
     * @throws InterruptedException if interrupted while ZooKeeper is away
     */
    public static String create(CuratorFramework curator) throws InterruptedException {
        try {
            Set<String> there = ZooKeeperRetry.retry(
                    "looking at the tree",
                    () -> Set.copyOf(curator.getChildren().forPath("/")));
            Optional<String> damage = damage(there);
            if (damage.isPresent()) {
                throw new IllegalStateException(damage.get());
            }
            for (String folder : FOLDERS) {
                if (!there.contains(folder.substring(1))) {
                    ZooKeeperRetry.retry("creating " + folder, () -> createOrLeave(curator, folder));
                }
            }
            return ZooKeeperRetry.retry(
                    "creating the tree",
                    () -> there.contains(Znodes.CLUSTER.substring(1)) ? read(curator) : createOrRead(curator));
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot create the znode tree", e);
        }
    }

    /**
     * What people have removed of the tree and no node makes again, in words; empty if there is nothing of the kind.
     *
     * @param there the names of the znodes at the top of the tree
     */
    public static Optional<String> damage(Set<String> there) {
        List<String> missing = CORE.stream()
                .filter(znode -> !there.contains(znode.substring(1)))
                .toList();
        return missing.isEmpty() || missing.size() == CORE.size()
                ? Optional.empty()
                : Optional.of(String.join(", ", missing)
                        + (missing.size() == 1 ? " was" : " were")
                        + " removed and the rest was not: nothing goes on, because epochs and cycles only rise and none is made"
                        + " up; remove all znodes of this cluster, then the nodes begin a new tree with cycle 1");
    }

    private static boolean createOrLeave(CuratorFramework curator, String folder) throws Exception {
        try {
            curator.create().forPath(folder, folder.equals(Znodes.COUNTER) ? Znodes.encode(0) : new byte[0]);
            return true;
        } catch (KeeperException.NodeExistsException e) {
            return false;
        }
    }

    private static String createOrRead(CuratorFramework curator) throws Exception {
        String incarnation = ClusterId.create(curator.getNamespace());
        try {
            curator.transaction()
                    .forOperations(
                            curator.transactionOp().create().forPath(Znodes.CLUSTER, Znodes.encode(incarnation)),
                            curator.transactionOp().create().forPath(Znodes.EPOCH, Znodes.encode("")),
                            curator.transactionOp().create().forPath(Znodes.BARRIER, Znodes.encode(1)),
                            curator.transactionOp().create().forPath(Znodes.mark(1), new byte[0]));
            return incarnation;
        } catch (KeeperException.NodeExistsException e) {
            return read(curator);
        }
    }

    private static String read(CuratorFramework curator) throws Exception {
        return Znodes.text(curator.getData().forPath(Znodes.CLUSTER));
    }
}
