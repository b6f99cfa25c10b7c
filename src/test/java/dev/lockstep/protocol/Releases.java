package dev.lockstep.protocol;

import org.apache.curator.framework.CuratorFramework;

/** Opens cycles as a leader's release does, without a leader. */
public final class Releases {

    private Releases() {}

    /** Ends the cycle that is open and opens {@code cycle}. */
    public static void open(CuratorFramework client, long cycle) throws Exception {
        long before = Znodes.number(client.getData().forPath(Znodes.BARRIER));
        client.transaction()
                .forOperations(
                        Changes.delete(client, Znodes.mark(before)),
                        Changes.create(client, Znodes.mark(cycle), new byte[0]),
                        Changes.set(client, Znodes.BARRIER, Znodes.encode(cycle)));
    }
}
