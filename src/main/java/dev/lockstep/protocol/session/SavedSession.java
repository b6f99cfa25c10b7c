package dev.lockstep.protocol.session;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Znodes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the id and password of the node's session on disk, so that a node that is started again after a crash ends its dead
 * predecessor's session at once, where the others would wait out its timeout: leadership, node id and all go on in some
 * tens of milliseconds.
 *
 * <p>A session is ended only if it surely is of a dead predecessor: it was kept on this host, for this id and this connect
 * string, by a process that does not hold its state folder any more. A state folder that cannot be used costs nothing but
 * that speed. For the thread that holds the node's id; opened and closed by the one that starts the node.
 */
public final class SavedSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SavedSession.class);
    private static final String FILE = "session.json";

    private final String id;
    private final ClusterAddress cluster;
    /** Null for none. */
    private final StateFolder folder;
    /** Whether what is kept is of this process. */
    private boolean own;
    /** Null while nothing is being ended. */
    private StaleSessionCloser ending;

    /** What is kept; the password is ZooKeeper's own random one, in hexadecimal digits. */
    record Kept(String node, String zookeeper, String host, long pid, long session, String password) {}

    private SavedSession(String id, ClusterAddress cluster, StateFolder folder) {
        this.id = id;
        this.cluster = cluster;
        this.folder = folder;
    }

    /**
     * Takes the state folder of a node, if it can be had.
     *
     * @param parent the folder that holds those of all nodes; {@code ~/} is the user's home; empty to keep nothing
     * @param connectString of the node's ZooKeeper, with its chroot
     */
    public static SavedSession open(String parent, String id, String connectString) {
        ClusterAddress cluster = ClusterAddress.of(connectString);
        if (parent.isBlank()) {
            return new SavedSession(id, cluster, null);
        }
        Path path = Path.of(parent.startsWith("~/") ? System.getProperty("user.home") + parent.substring(1) : parent)
                .toAbsolutePath()
                .resolve(id + "-" + cluster.digest());
        try {
            Optional<StateFolder> folder = StateFolder.open(path);
            if (folder.isEmpty()) {
                LOG.info("The state folder {} is in use by another process", path);
            }
            return new SavedSession(id, cluster, folder.orElse(null));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "The state folder {} cannot be used ({}): after a crash, a restart waits for the old session's end."
                            + " --state or NODE_STATE names another, or none if empty",
                    path,
                    e.toString());
            return new SavedSession(id, cluster, null);
        }
    }

    /**
     * Begins to end the session that a crashed predecessor left, if there is one, on a thread of its own: until the node itself
     * can do anything it has routes to load.
     *
     * @param sessionTimeout how long a server may take to answer
     */
    public void beginEnding(Duration sessionTimeout) {
        predecessor()
                .ifPresent(kept -> ending = StaleSessionCloser.begin(
                        cluster.servers(),
                        kept.session,
                        HexFormat.of().parseHex(kept.password),
                        sessionTimeout,
                        "process " + kept.pid));
    }

    /**
     * Ends the session that a crashed predecessor left, if there is one. Does nothing once this process has kept its own.
     *
     * @param sessionTimeout how long a server may take to answer
     * @throws InterruptedException if interrupted meanwhile
     */
    public void endPredecessor(Duration sessionTimeout) throws InterruptedException {
        if (predecessor().isEmpty()) {
            return;
        }
        if (ending == null || !ending.await()) {
            beginEnding(sessionTimeout);
            ending.await();
        }
    }

    /** Keeps the session that {@code curator} is in, to be called whenever that is another one. */
    public void keep(CuratorFramework curator) {
        if (folder == null) {
            return;
        }
        try {
            ZooKeeper client = curator.getZookeeperClient().getZooKeeper();
            Kept kept = new Kept(
                    id,
                    cluster.normalized(),
                    IdHolder.hostName(),
                    ProcessHandle.current().pid(),
                    client.getSessionId(),
                    HexFormat.of().formatHex(client.getSessionPasswd()));
            own = true;
            folder.write(FILE, Znodes.encode(Json.write(kept)));
        } catch (Exception e) {
            LOG.warn("The session cannot be kept in {}: after a crash it ends by itself", folder, e);
        }
    }

    private Optional<Kept> predecessor() {
        try {
            return folder == null || own
                    ? Optional.empty()
                    : folder.read(FILE).map(data -> Json.read(data, Kept.class)).filter(this::isPredecessor);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} in {} does not count: {}", FILE, folder, e.getMessage());
            return Optional.empty();
        }
    }

    /** The lock tells of this host alone: a folder that was copied or is shared may be of a node that is alive elsewhere. */
    private boolean isPredecessor(Kept kept) {
        return id.equals(kept.node)
                && cluster.normalized().equals(kept.zookeeper)
                && IdHolder.hostName().equals(kept.host);
    }

    @Override
    public void close() {
        if (folder != null) {
            try {
                folder.close();
            } catch (IOException e) {
                LOG.warn("The lock of {} goes with the process", folder, e);
            }
        }
    }
}
