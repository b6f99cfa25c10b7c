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
 * Tells a node that something may have vanished that it must make again: its reading, its id, or a part of the tree. A session's
 * end takes what was made in it; people may take anything. Works by level: it says only "look again", also after each reconnect,
 * because nobody knows what happened meanwhile.
 *
 * <p>{@link #await} and {@link #takeReading} are for one thread.
 */
public final class RemovalWatch implements AutoCloseable {

    private final CuratorFramework curator;
    private final List<PersistentWatcher> watchers;
    private final Semaphore wake = new Semaphore(0);
    /** What happened before the watch began is not known either. */
    private final AtomicBoolean reading = new AtomicBoolean(true);

    private final ConnectionStateListener reconnected = (client, state) -> {
        if (state == ConnectionState.RECONNECTED) {
            readingMayBeGone();
        }
    };

    /** Starts to watch for the node with that id. */
    public RemovalWatch(CuratorFramework curator, String id) {
        this.curator = curator;
        curator.getConnectionStateListenable().addListener(reconnected);
        watchers = List.of(
                watcher(Znodes.reading(id), this::readingMayBeGone),
                watcher(Znodes.node(id), wake::release),
                watcher("/", wake::release));
        watchers.forEach(PersistentWatcher::start);
    }

    /** Waits until something may have vanished since the last call. */
    public void await() throws InterruptedException {
        wake.acquire();
        wake.drainPermits();
    }

    /** Whether the reading may have vanished since the last call. */
    public boolean takeReading() {
        return reading.getAndSet(false);
    }

    @Override
    public void close() {
        curator.getConnectionStateListenable().removeListener(reconnected);
        watchers.forEach(PersistentWatcher::close);
    }

    /** Calls back when the znode is removed, or a child of it comes or goes. */
    private PersistentWatcher watcher(String path, Runnable onRemoval) {
        PersistentWatcher watcher = new PersistentWatcher(curator, path, false);
        watcher.getListenable().addListener(event -> {
            if (event.getType() == EventType.NodeDeleted || event.getType() == EventType.NodeChildrenChanged) {
                onRemoval.run();
            }
        });
        return watcher;
    }

    private void readingMayBeGone() {
        reading.set(true);
        wake.release();
    }
}
