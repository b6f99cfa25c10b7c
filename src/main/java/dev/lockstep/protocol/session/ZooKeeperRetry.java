package dev.lockstep.protocol.session;

import java.util.concurrent.Callable;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats an operation for as long as ZooKeeper is out of reach. In Lockstep giving up would mean standing still, so the only
 * ends are success, a definite answer, and the thread's interruption. Operations must be safe to repeat: a lost connection
 * leaves open whether the last try took effect.
 */
public final class ZooKeeperRetry {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperRetry.class);

    private ZooKeeperRetry() {}

    /**
     * Runs {@code operation} until it ends otherwise than by a lost connection or session. Curator's own retry policy paces
     * the tries.
     *
     * @param what names the operation in the log
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
                LOG.debug("{}: {}; trying again", what, e.toString());
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

    /** Whether {@code e} leaves open what happened, so that the operation is tried again once there is a connection. */
    private static boolean isIndeterminate(KeeperException e) {
        return switch (e.code()) {
            case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT, REQUESTTIMEOUT -> true;
            default -> false;
        };
    }
}
