package dev.lockstep.protocol.session;

import java.util.concurrent.Callable;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries an operation while ZooKeeper is unavailable. A node that gave up would stall the cluster, so the retries end only
 * with success, a definite answer or an interrupt. Operations must be idempotent: after a lost connection it is unknown
 * whether the last attempt took effect.
 */
public final class ZooKeeperRetry {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperRetry.class);

    private ZooKeeperRetry() {}

    /**
     * Runs {@code operation} until it ends in any way but a lost connection or session. Curator's retry policy determines the
     * pauses between the attempts.
     *
     * @param what the name of the operation, for the log
     * @throws InterruptedException if this thread is interrupted, also while Curator waits for a connection
     * @throws KeeperException the definite answer of the server, such as {@code NoNode}
     */
    public static <T> T retry(String what, Callable<T> operation) throws InterruptedException, KeeperException {
        while (true) {
            try {
                return operation.call();
            } catch (KeeperException e) {
                if (!isIndeterminate(e)) {
                    throw e;
                }
                LOG.debug("{}: {}; retrying", what, e.toString());
            } catch (InterruptedException e) {
                throw e;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(what + " failed", e);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
        }
    }

    /** Returns whether it is unknown after {@code e} if the operation took effect, so that it must be retried. */
    private static boolean isIndeterminate(KeeperException e) {
        return switch (e.code()) {
            case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT, REQUESTTIMEOUT -> true;
            default -> false;
        };
    }
}
