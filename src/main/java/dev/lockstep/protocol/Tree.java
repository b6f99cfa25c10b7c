package dev.lockstep.protocol;

import java.util.List;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/** The fixed part of the znode tree, made by whichever node comes first. */
public final class Tree {

    private static final List<String> FOLDERS = List.of(
            Znodes.NODES,
            Znodes.READINGS,
            Znodes.COUNTER,
            Znodes.REPORTS,
            Znodes.DELIVERY,
            Znodes.REFUSED,
            Znodes.CONFIG);

    private Tree() {}

    /**
     * Makes what is missing, and writes nothing where all is there: a write that fails costs the servers as much as another, and
     * a new leader would make nine. The incarnation id, the epoch and the barrier come into being together or not at all, so that a
     * new tree never continues the cycles of an old one under its name.
     *
     * @return the incarnation id
     * @throws InterruptedException if interrupted while ZooKeeper is away
     */
    public static String create(CuratorFramework curator) throws InterruptedException {
        try {
            Set<String> there = Patience.retry(
                    "looking at the tree",
                    () -> Set.copyOf(curator.getChildren().forPath("/")));
            for (String folder : FOLDERS) {
                if (!there.contains(folder.substring(1))) {
                    Patience.retry("creating " + folder, () -> createOrLeave(curator, folder));
                }
            }
            return Patience.retry(
                    "creating the tree",
                    () -> there.contains(Znodes.CLUSTER.substring(1)) ? read(curator) : createOrRead(curator));
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot create the znode tree", e);
        }
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
        String incarnation = Incarnation.create(curator.getNamespace());
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
