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
 * The end of a session that its process did not end itself: whoever knows its id and password may join it and close it, and
 * what it owned is gone at once.
 *
 * <p>It happens on a thread of its own, which does not keep the process alive. This class is threadsafe.
 */
final class StaleSessionCloser {

    private static final Logger LOG = LoggerFactory.getLogger(StaleSessionCloser.class);

    private final CompletableFuture<Boolean> decided = new CompletableFuture<>();

    private StaleSessionCloser() {}

    /**
     * Begins.
     *
     * @param servers a connect string without a chroot
     * @param timeout how long a server may take to answer
     * @param owner whose session it was, for the log
     */
    static StaleSessionCloser begin(String servers, long session, byte[] password, Duration timeout, String owner) {
        StaleSessionCloser ending = new StaleSessionCloser();
        Thread thread = new Thread(
                () -> {
                    try {
                        ending.decided.complete(end(servers, session, password, timeout, owner));
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        ending.decided.completeExceptionally(e);
                    }
                },
                "predecessor");
        thread.setDaemon(true);
        thread.start();
        return ending;
    }

    /**
     * Waits for it.
     *
     * @return whether the session is over; false if no server said so
     */
    boolean await() throws InterruptedException {
        try {
            return decided.get();
        } catch (ExecutionException e) {
            LOG.warn("A predecessor's session could not be ended; it ends by itself", e.getCause());
            return false;
        }
    }

    private static boolean end(String servers, long session, byte[] password, Duration timeout, String owner)
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
            LOG.info("Ended the session 0x{} that {} left when it crashed", Long.toHexString(session), owner);
        }
        return true;
    }
}
