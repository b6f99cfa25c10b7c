package dev.lockstep.protocol.session;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Znodes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the id and password of the node's session on disk. A node that is restarted after a crash uses them to close the
 * session of its dead predecessor at once, while the other nodes would have to wait until that expires: so leadership, node
 * id and all else continue within some tens of milliseconds.
 *
 * <p>A session is closed only if it certainly belongs to a dead predecessor: it was saved since this machine was started, in this
 * very folder and not in one that it was copied from, for this id and this connect string, by a process that does not hold the
 * folder's lock any more. Without a usable state folder a node works as well; only that speed is lost.
 *
 * <p>For the thread that holds the node's id; opened and closed by the thread that starts the node.
 */
public final class SavedSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SavedSession.class);
    private static final String FILE = "session.json";

    private final String id;
    private final ClusterAddress cluster;
    /** Null if nothing is saved. */
    private final StateFolder folder;
    /** Whether the saved session is of this process. */
    private boolean own;
    /** Null while no session is being closed. */
    private StaleSessionCloser closer;

    private SavedSession(String id, ClusterAddress cluster, StateFolder folder) {
        this.id = id;
        this.cluster = cluster;
        this.folder = folder;
    }

    /**
     * Opens the state folder of a node, if that is possible.
     *
     * @param parent the folder that contains the state folders of all nodes; {@code ~/} is the user's home; empty to save nothing
     * @param connectString the connect string of the node's ZooKeeper, with its chroot
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
                    "The state folder {} cannot be used ({}): after a crash, a restart waits until the old session"
                            + " expires. Set --state or NODE_STATE to another folder, or to nothing to use none",
                    path,
                    e.toString());
            return new SavedSession(id, cluster, null);
        }
    }

    /**
     * Starts to close the session that a crashed predecessor left, if there is one. This is done on a thread of its own,
     * while the node still loads its routes.
     *
     * @param sessionTimeout how long a server may take to answer
     */
    public void startClosingPredecessor(Duration sessionTimeout) {
        predecessor()
                .ifPresent(saved -> closer = StaleSessionCloser.start(
                        cluster.servers(),
                        saved.session(),
                        saved.passwordBytes(),
                        sessionTimeout,
                        "process " + saved.pid()));
    }

    /**
     * Closes the session that a crashed predecessor left, if there is one. Does nothing after {@link #save}.
     *
     * @param sessionTimeout how long a server may take to answer
     * @throws InterruptedException if interrupted while waiting
     */
    public void closePredecessor(Duration sessionTimeout) throws InterruptedException {
        if (predecessor().isEmpty()) {
            return;
        }
        if (closer == null || !closer.await()) {
            startClosingPredecessor(sessionTimeout);
            closer.await();
        }
    }

    /** Saves the current session of {@code curator}; to be called in each new session. */
    public void save(CuratorFramework curator) {
        if (folder == null) {
            return;
        }
        try {
            SessionRecord current = SessionRecord.of(
                    id, cluster, folder, curator.getZookeeperClient().getZooKeeper());
            own = true;
            folder.write(FILE, Znodes.encode(Json.write(current)));
        } catch (Exception e) {
            LOG.warn("The session cannot be saved in {}: after a crash it stays until it expires", folder, e);
        }
    }

    private Optional<SessionRecord> predecessor() {
        try {
            if (folder == null || own) {
                return Optional.empty();
            }
            Optional<SessionRecord> saved = folder.read(FILE).map(data -> Json.read(data, SessionRecord.class));
            return saved.isPresent() && saved.get().isOfPredecessor(id, cluster, folder) ? saved : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} in {} is ignored: {}", FILE, folder, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (folder != null) {
            try {
                folder.close();
            } catch (IOException e) {
                LOG.warn("The lock of {} is released only when the process ends", folder, e);
            }
        }
    }
}
