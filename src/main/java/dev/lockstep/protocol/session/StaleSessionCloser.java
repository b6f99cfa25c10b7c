package dev.lockstep.protocol.session;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a session that its process did not close itself: a client that knows the id and the password of a session may join
 * it and close it, which removes its ephemerals at once.
 *
 * <p>This is done on a daemon thread. This class is thread-safe.
 */
final class StaleSessionCloser {

    private static final Logger LOG = LoggerFactory.getLogger(StaleSessionCloser.class);

    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private StaleSessionCloser() {}

    /**
     * Starts to close a session.
     *
     * @param servers a connect string without a chroot
     * @param timeout how long a server may take to answer
     * @param owner the process that the session belonged to, for the log
     */
    static StaleSessionCloser start(String servers, long session, byte[] password, Duration timeout, String owner) {
        StaleSessionCloser closer = new StaleSessionCloser();
        Thread thread = new Thread(
                () -> {
                    try {
                        closer.closed.complete(close(servers, session, password, timeout, owner));
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        closer.closed.completeExceptionally(e);
                    }
                },
                "predecessor");
        thread.setDaemon(true);
        thread.start();
        return closer;
    }

    /**
     * Waits until it is known whether the session is closed.
     *
     * @return true if the session is closed or has expired; false if no server has confirmed it
     */
    boolean await() throws InterruptedException {
        try {
            return closed.get();
        } catch (ExecutionException e) {
            LOG.warn(
                    "The session of a crashed predecessor could not be closed; it stays until it expires",
                    e.getCause());
            return false;
        }
    }

    private static boolean close(String servers, long session, byte[] password, Duration timeout, String owner)
            throws IOException, InterruptedException {
        int millis = Math.toIntExact(timeout.toMillis());
        CountDownLatch answered = new CountDownLatch(1);
        boolean joined;
        try (ZooKeeper client = new ZooKeeper(
                servers,
                millis,
                event -> {
                    if (event.getState() == KeeperState.SyncConnected || event.getState() == KeeperState.Expired) {
                        answered.countDown();
                    }
                },
                session,
                password)) {
            if (!answered.await(millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
            joined = client.getState().isConnected();
        }
        if (joined) {
            LOG.info("Closed session 0x{}, which {} left when it crashed", Long.toHexString(session), owner);
        }
        return true;
    }
}
