package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Znodes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;

/**
 * Notifies the leader that an operator may have moved a refused report back to the reports that are kept. It watches the refused
 * reports, which rarely change, while the kept ones change in every cycle.
 *
 * <p>This class is thread-safe. It also notifies after a reconnect, because what happened in the meantime is not known.
 */
public final class RequeueWatch implements AutoCloseable {

    private final PersistentWatcher watcher;
    private final AtomicBoolean changed = new AtomicBoolean();

    /**
     * Starts to watch.
     *
     * @param onChange called after each change, on a thread of Curator; must return at once
     */
    public RequeueWatch(CuratorFramework curator, Runnable onChange) {
        watcher = new PersistentWatcher(curator, Znodes.REFUSED, false);
        watcher.getListenable().addListener(event -> {
            changed.set(true);
            onChange.run();
        });
        watcher.start();
    }

    /** Returns whether there was a change since the last call. */
    public boolean takeChange() {
        return changed.getAndSet(false);
    }

    @Override
    public void close() {
        watcher.close();
    }
}
