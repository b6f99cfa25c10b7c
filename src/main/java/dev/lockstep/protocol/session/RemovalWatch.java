package dev.lockstep.protocol.session;

import dev.lockstep.protocol.Znodes;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * Notifies a node that something may have vanished that it must create again: its reading, its id, or a part of the tree. The end
 * of a session removes the ephemerals of that session, and an operator may remove anything. It is level-triggered: a notification
 * means only "check again", and there is one after each reconnect, because what happened in the meantime is not known.
 *
 * <p>{@link #await} and {@link #takeReadingRemoval} are for one thread.
 */
public final class RemovalWatch implements AutoCloseable {

    private final CuratorFramework curator;
    private final List<PersistentWatcher> watchers;
    private final Semaphore wake = new Semaphore(0);
    /** Initially true, because what happened before the watch began is not known either. */
    private final AtomicBoolean readingRemoved = new AtomicBoolean(true);

    private final ConnectionStateListener reconnected = (client, state) -> {
        if (state == ConnectionState.RECONNECTED) {
            readingMayBeRemoved();
        }
    };

    /** Starts to watch the znodes of the node with that id. */
    public RemovalWatch(CuratorFramework curator, String id) {
        this.curator = curator;
        curator.getConnectionStateListenable().addListener(reconnected);
        watchers = List.of(
                watcher(Znodes.reading(id), this::readingMayBeRemoved),
                watcher(Znodes.node(id), wake::release),
                watcher("/", wake::release));
        watchers.forEach(PersistentWatcher::start);
    }

    /** Waits until something may have vanished since the last call. */
    public void await() throws InterruptedException {
        wake.acquire();
        wake.drainPermits();
    }

    /** Returns whether the reading may have vanished since the last call. */
    public boolean takeReadingRemoval() {
        return readingRemoved.getAndSet(false);
    }

    @Override
    public void close() {
        curator.getConnectionStateListenable().removeListener(reconnected);
        watchers.forEach(PersistentWatcher::close);
    }

    /** Runs {@code onRemoval} when the znode is removed, or a child of it is created or removed. */
    private PersistentWatcher watcher(String path, Runnable onRemoval) {
        PersistentWatcher watcher = new PersistentWatcher(curator, path, false);
        watcher.getListenable().addListener(event -> {
            if (event.getType() == EventType.NodeDeleted || event.getType() == EventType.NodeChildrenChanged) {
                onRemoval.run();
            }
        });
        return watcher;
    }

    private void readingMayBeRemoved() {
        readingRemoved.set(true);
        wake.release();
    }
}
