package dev.lockstep.protocol.session;

import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;

/** The parts of a transaction. To build one asks nobody, so Curator's checked exceptions mean nothing here. */
public final class TransactionOps {

    private TransactionOps() {}

    public static CuratorOp create(CuratorFramework curator, String path, byte[] data) {
        return built(() -> curator.transactionOp().create().forPath(path, data));
    }

    public static CuratorOp set(CuratorFramework curator, String path, byte[] data) {
        return built(() -> curator.transactionOp().setData().forPath(path, data));
    }

    public static CuratorOp delete(CuratorFramework curator, String path) {
        return built(() -> curator.transactionOp().delete().forPath(path));
    }

    private static CuratorOp built(Callable<CuratorOp> part) {
        try {
            return part.call();
        } catch (Exception e) {
            throw new IllegalStateException("cannot build a transaction", e);
        }
    }
}
