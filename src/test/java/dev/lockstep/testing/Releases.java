package dev.lockstep.testing;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.TransactionOps;
import org.apache.curator.framework.CuratorFramework;

/** Opens cycles as a leader's release does, without a leader. */
public final class Releases {

    private Releases() {}

    /** Ends the cycle that is open and opens {@code cycle}. */
    public static void open(CuratorFramework client, long cycle) throws Exception {
        long before = Znodes.number(client.getData().forPath(Znodes.BARRIER));
        client.transaction()
                .forOperations(
                        TransactionOps.delete(client, Znodes.mark(before)),
                        TransactionOps.create(client, Znodes.mark(cycle), new byte[0]),
                        TransactionOps.set(client, Znodes.BARRIER, Znodes.encode(cycle)));
    }
}
