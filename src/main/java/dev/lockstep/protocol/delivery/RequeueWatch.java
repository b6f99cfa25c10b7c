package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Znodes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;

/**
 * Tells a leader that somebody may have put a refused report back among those that are kept. It watches where they are taken
 * from: there nothing happens as long as all goes well, where the kept reports change with every cycle.
 *
 * <p>This class is threadsafe. After a reconnect it tells so as well, because what happened meanwhile is not known.
 */
public final class RequeueWatch implements AutoCloseable {

    private final PersistentWatcher watcher;
    private final AtomicBoolean changed = new AtomicBoolean();

    /**
     * Starts to watch.
     *
     * @param onChange called after each change, on a thread of Curator's: must return at once
     */
    public RequeueWatch(CuratorFramework curator, Runnable onChange) {
        watcher = new PersistentWatcher(curator, Znodes.REFUSED, false);
        watcher.getListenable().addListener(event -> {
            changed.set(true);
            onChange.run();
        });
        watcher.start();
    }

    /** Whether there was a change since the last call. */
    public boolean take() {
        return changed.getAndSet(false);
    }

    @Override
    public void close() {
        watcher.close();
    }
}
