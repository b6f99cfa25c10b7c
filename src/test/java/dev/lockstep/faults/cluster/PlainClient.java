package dev.lockstep.faults.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.awaitility.Awaitility;

/**
 * ZooKeeper as an outsider sees it: text at paths, read and written with ZooKeeper's own client and none of Lockstep's code.
 * An operation that meets a lost connection is repeated for a while; the writes used here bear that.
 */
public final class PlainClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String hosts;
    private final Duration session;
    private ZooKeeper zooKeeper;

    private PlainClient(String hosts, Duration session) throws IOException {
        this.hosts = hosts;
        this.session = session;
        this.zooKeeper = open();
    }

    /** A client of {@code hosts}, chroot and all, which connects in the background. */
    static PlainClient connect(String hosts, Duration session) throws IOException {
        return new PlainClient(hosts, session);
    }

    public String get(String path) {
        return patiently("get " + path, () -> text(zooKeeper.getData(path, false, null)));
    }

    public boolean exists(String path) {
        return patiently("exists " + path, () -> zooKeeper.exists(path, false) != null);
    }

    public List<String> children(String path) {
        return patiently("children of " + path, () -> {
            List<String> children = zooKeeper.getChildren(path, false);
            children.sort(null);
            return children;
        });
    }

    /** Writes {@code text} to {@code path}, which is made when missing; its parent must exist. */
    public void set(String path, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        patiently("set " + path, () -> {
            try {
                return zooKeeper.setData(path, data, -1).getVersion();
            } catch (KeeperException.NoNodeException missing) {
                zooKeeper.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                return 0;
            }
        });
    }

    public void delete(String path) {
        patiently("delete " + path, () -> {
            try {
                zooKeeper.delete(path, -1);
            } catch (KeeperException.NoNodeException gone) {
                return false;
            }
            return true;
        });
    }

    /** Removes a znode and all below it, as {@code deleteall} of ZooKeeper's command line does. */
    public void deleteAll(String path) {
        patiently("deleteall " + path, () -> ZKUtil.deleteRecursive(zooKeeper, path, 1000));
    }

    /** The zxid of the transaction that made the znode, which must exist. */
    long made(String path) {
        return patiently("zxid of " + path, () -> zooKeeper.exists(path, false).getCzxid());
    }

    /** The session that an ephemeral belongs to; empty if there is none. */
    public Optional<Long> owner(String path) {
        return patiently("owner of " + path, () -> Optional.ofNullable(zooKeeper.exists(path, false))
                .map(Stat::getEphemeralOwner));
    }

    /**
     * Ends somebody else's session as that client itself would. The servers derive a session's password from its id (as
     * {@code ZooKeeperServer.generatePasswd} does), so that it need not be asked for.
     */
    public void endSession(long session) throws IOException, InterruptedException {
        byte[] password = new byte[16];
        new Random(session ^ 0xB3415C00L).nextBytes(password);
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper thief = new ZooKeeper(
                hosts,
                Math.toIntExact(this.session.toMillis()),
                event -> {
                    if (event.getState() == KeeperState.SyncConnected || event.getState() == KeeperState.Expired) {
                        connected.countDown();
                    }
                },
                session,
                password);
        if (!connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("cannot take over session 0x" + Long.toHexString(session));
        }
        thief.close();
    }

    private interface Operation<T> {
        T run() throws KeeperException, InterruptedException;
    }

    private ZooKeeper open() throws IOException {
        return new ZooKeeper(hosts, Math.toIntExact(session.toMillis()), event -> {});
    }

    private <T> T patiently(String what, Operation<T> operation) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(e -> e instanceof KeeperException.ConnectionLossException
                        || e instanceof KeeperException.NodeExistsException)
                .until(() -> inASession(operation), answer -> true);
    }

    /** A test that starves or stops the servers may cost this client its session, which is not what it tests. */
    private <T> T inASession(Operation<T> operation) throws KeeperException, InterruptedException, IOException {
        try {
            return operation.run();
        } catch (KeeperException.SessionExpiredException e) {
            zooKeeper.close();
            zooKeeper = open();
            return operation.run();
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        zooKeeper.close();
    }
}
