package dev.lockstep.cli.bench.run;

import dev.lockstep.cli.process.CommandFailedException;
import dev.lockstep.protocol.session.ZooKeeperClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * A znode of the bench's own, with a tree for each run below it; {@link #close} deletes it.
 *
 * <p>This class is used by one thread.
 */
final class TemporaryZnodes implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int SESSION_MILLIS = 30_000;
    private static final int DELETE_BATCH = 500;

    private final ZooKeeper admin;
    private final String servers;
    private final String root;
    /** What was not there before, from the top down. */
    private final List<String> created = new ArrayList<>();

    private int trees;

    private TemporaryZnodes(ZooKeeper admin, String servers, String root) {
        this.admin = admin;
        this.servers = servers;
        this.root = root;
    }

    /**
     * Connects and creates the znode below the chroot of {@code hosts}, which is created if it does not exist.
     *
     * @throws CommandFailedException if that fails, or takes too long
     */
    static TemporaryZnodes open(String hosts, StopSignal stop) throws IOException, InterruptedException {
        String chroot = ZooKeeperClient.parse(hosts).getChrootPath();
        String servers = chroot == null
                ? hosts.strip()
                : hosts.strip().substring(0, hosts.strip().indexOf('/'));
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper admin = new ZooKeeper(servers, SESSION_MILLIS, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        String root = (chroot == null ? "" : chroot) + "/lockstep-bench-"
                + ProcessHandle.current().pid() + "-" + System.currentTimeMillis();
        TemporaryZnodes znodes = new TemporaryZnodes(admin, servers, root);
        try {
            long end = System.nanoTime() + CONNECT_TIMEOUT.toNanos();
            stop.await(() -> connected.getCount() == 0 || System.nanoTime() > end);
            if (connected.getCount() > 0) {
                throw new CommandFailedException(
                        "no answer from ZooKeeper at %s within %d s (--zookeeper or BENCH_ZOOKEEPER)"
                                .formatted(servers, CONNECT_TIMEOUT.toSeconds()));
            }
            znodes.createRoot();
            return znodes;
        } catch (KeeperException e) {
            znodes.close();
            throw new CommandFailedException("ZooKeeper at " + servers + " failed: " + e.getMessage(), e);
        } catch (InterruptedException | RuntimeException e) {
            znodes.disconnect();
            throw e;
        }
    }

    private void createRoot() throws KeeperException, InterruptedException {
        for (int end = root.indexOf('/', 1); end > 0; end = root.indexOf('/', end + 1)) {
            create(root.substring(0, end));
        }
        create(root);
    }

    private void create(String path) throws KeeperException, InterruptedException {
        try {
            admin.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            created.add(path);
        } catch (KeeperException.NodeExistsException e) {
            // Part of the chroot, which stays.
        }
    }

    /** Creates an empty tree and returns its connect string. */
    String newTree() throws KeeperException, InterruptedException {
        String tree = root + "/run-" + ++trees;
        admin.create(tree, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        return servers + tree;
    }

    String servers() {
        return servers;
    }

    ZooKeeper admin() {
        return admin;
    }

    /** Deletes the znode and what was created above it, unless something else is there by now, and disconnects. */
    @Override
    public void close() {
        try {
            if (created.contains(root)) {
                ZKUtil.deleteRecursive(admin, root, DELETE_BATCH);
                created.remove(root);
            }
            for (int i = created.size() - 1; i >= 0; i--) {
                admin.delete(created.get(i), -1);
            }
        } catch (KeeperException.NotEmptyException e) {
            // Somebody else uses the chroot now.
        } catch (KeeperException e) {
            throw new CommandFailedException(root + " could not be deleted: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    void disconnect() {
        try {
            admin.close(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
