package dev.lockstep.protocol.session;

import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;

/** The operations of a transaction. Building one sends no request, so Curator's checked exceptions cannot occur. */
public final class TransactionOps {

    private TransactionOps() {}

    public static CuratorOp create(CuratorFramework curator, String path, byte[] data) {
        return build(() -> curator.transactionOp().create().forPath(path, data));
    }

    public static CuratorOp set(CuratorFramework curator, String path, byte[] data) {
        return build(() -> curator.transactionOp().setData().forPath(path, data));
    }

    public static CuratorOp delete(CuratorFramework curator, String path) {
        return build(() -> curator.transactionOp().delete().forPath(path));
    }

    private static CuratorOp build(Callable<CuratorOp> operation) {
        try {
            return operation.call();
        } catch (Exception e) {
            throw new IllegalStateException("cannot build a transaction", e);
        }
    }
}
