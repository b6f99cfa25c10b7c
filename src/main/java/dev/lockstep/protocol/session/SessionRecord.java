package dev.lockstep.protocol.session;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.zookeeper.ZooKeeper;

/**
 * A ZooKeeper session as {@link SavedSession} writes it to disk.
 *
 * @param node the id of the node
 * @param zookeeper the cluster, in the normalized form of {@link ClusterAddress}
 * @param host the host name of the machine
 * @param boot the boot of the machine, see {@link Boot}
 * @param folder the identity of the state folder, see {@link StateFolder#identity}
 * @param pid the process id there
 * @param session the id of the session
 * @param password the password that ZooKeeper generated for the session, in hexadecimal digits
 */
record SessionRecord(
        String node,
        String zookeeper,
        String host,
        String boot,
        String folder,
        long pid,
        long session,
        String password) {

    /** Returns the record of the current session of {@code client} in this process. */
    static SessionRecord of(String node, ClusterAddress cluster, StateFolder folder, ZooKeeper client)
            throws IOException {
        return new SessionRecord(
                node,
                cluster.normalized(),
                IdHolder.hostName(),
                Boot.id(),
                folder.identity(),
                ProcessHandle.current().pid(),
                client.getSessionId(),
                HexFormat.of().formatHex(client.getSessionPasswd()));
    }

    /**
     * Returns whether this session is of a process of the same node that has ended. Who holds the lock of {@code state} knows that,
     * if the record was written into this very folder since the machine was started: a copy of the folder, or a clone of the machine,
     * has a lock of its own, and the original may be alive.
     */
    boolean isOfPredecessor(String id, ClusterAddress cluster, StateFolder state) throws IOException {
        return id.equals(node)
                && cluster.normalized().equals(zookeeper)
                && IdHolder.hostName().equals(host)
                && !Boot.id().isEmpty()
                && Boot.id().equals(boot)
                && state.identity().equals(folder);
    }

    byte[] passwordBytes() {
        return HexFormat.of().parseHex(password);
    }
}
