package dev.lockstep.protocol.session;

import java.util.HexFormat;
import org.apache.zookeeper.ZooKeeper;

/**
 * A ZooKeeper session as {@link SavedSession} writes it to disk.
 *
 * @param node the id of the node
 * @param zookeeper the cluster, in the normalized form of {@link ClusterAddress}
 * @param host the host name of the machine
 * @param pid the process id there
 * @param session the id of the session
 * @param password the password that ZooKeeper generated for the session, in hexadecimal digits
 */
record SessionRecord(String node, String zookeeper, String host, long pid, long session, String password) {

    /** Returns the record of the current session of {@code client} in this process. */
    static SessionRecord of(String node, ClusterAddress cluster, ZooKeeper client) {
        return new SessionRecord(
                node,
                cluster.normalized(),
                IdHolder.hostName(),
                ProcessHandle.current().pid(),
                client.getSessionId(),
                HexFormat.of().formatHex(client.getSessionPasswd()));
    }

    /**
     * Returns whether this session is of the same node on this host. The host is compared because the lock of a state folder is
     * valid on one host only: a folder that was copied or is shared may belong to a node that is alive on another host.
     */
    boolean isOf(String id, ClusterAddress cluster) {
        return id.equals(node)
                && cluster.normalized().equals(zookeeper)
                && IdHolder.hostName().equals(host);
    }

    byte[] passwordBytes() {
        return HexFormat.of().parseHex(password);
    }
}
