package dev.lockstep.config;

import dev.lockstep.protocol.Znodes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live configuration: the last valid text of each key below {@code /config}, the default where there is none.
 *
 * <p>This class is level-triggered, not edge-triggered: on any watch event, the whole (small) tree is read again and compared.
 * So neither a lost event nor a key that was deleted and created again while the connection was down goes unnoticed.
 * CuratorCache does not notify its listeners in the second case if the versions are equal. A value that is overwritten before
 * it could be read is not reported; the last one always is.
 *
 * <p>This class is thread-safe. While the connection is suspended or lost, the values stay in force; when it is back, they are
 * read again. Listeners are called for one change after the other on a thread of this object, after the change is in force: a
 * slow listener delays later changes and loses none, and an exception of a listener is logged.
 */
public final class LiveConfig implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final CuratorFramework curator;
    private final PersistentWatcher watcher;
    private final ScheduledExecutorService executor = ThreadUtils.newSingleThreadScheduledExecutor("live-config");
    private final List<Consumer<ConfigChange>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch initialized = new CountDownLatch(1);
    /** A read is scheduled; set by the watcher and cleared just before the read, so that no event after that is lost. */
    private final AtomicBoolean readScheduled = new AtomicBoolean();

    private volatile ConfigValues values;

    /**
     * Creates a configuration with its own defaults.
     *
     * @param curator started; it stays open when this is closed
     * @param defaults texts that are in force while their keys do not exist, in place of {@link Setting#defaultText()}
     * @throws IllegalArgumentException if a default is not a valid value of its setting
     */
    public LiveConfig(CuratorFramework curator, Map<String, String> defaults) {
        this.curator = curator;
        this.values = ConfigValues.of(defaults);
        this.watcher = new PersistentWatcher(curator, Znodes.CONFIG, true);
    }

    /** Starts watching, without waiting for ZooKeeper: until it answers, the defaults are in force. */
    public void start() {
        watcher.getListenable().addListener(event -> scheduleRead());
        watcher.getResetListenable().addListener(this::scheduleRead);
        watcher.start();
    }

    /**
     * Waits until the values in ZooKeeper were read for the first time.
     *
     * @return true if they were read; false if ZooKeeper did not answer in time, so that the defaults are still in force
     */
    public boolean awaitInitialized(Duration timeout) throws InterruptedException {
        return initialized.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the values in force now. */
    public Settings settings() {
        return values.settings();
    }

    /** Returns the text in force for {@code key}, which may be any key below {@code /config}. */
    public Optional<String> text(String key) {
        return values.text(key);
    }

    /**
     * Returns the text in force for {@code key}, or {@code defaultValue} if there is none; for routes that read it in each
     * exchange, as in {@code value('plant/limit', '80')}.
     */
    public String value(String key, String defaultValue) {
        return text(key).orElse(defaultValue);
    }

    /**
     * Refuses a value that is in force but turned out not to work, and notifies the listeners. If another value was written
     * meanwhile, nothing happens.
     *
     * @param value the text that is written; null when the key was deleted
     * @param lastGood the text that is in force again; null for none
     * @param reason the reason, in one line, for logs
     */
    public synchronized void refuse(String key, String value, String lastGood, String reason) {
        ConfigValues.Update update = values.refuse(key, value, lastGood, reason);
        values = update.values();
        schedule(Duration.ZERO, () -> update.changes().forEach(this::notifyListeners));
    }

    /** Returns every text in force, sorted by key. */
    public Map<String, String> texts() {
        return values.texts();
    }

    /** Adds a listener. A listener that is added before the start is notified of every value that exists then. */
    public void addListener(Consumer<ConfigChange> listener) {
        listeners.add(listener);
    }

    public void removeListener(Consumer<ConfigChange> listener) {
        listeners.remove(listener);
    }

    /** Stops watching; the last values stay readable. */
    @Override
    public void close() {
        watcher.close();
        executor.shutdownNow();
    }

    private void scheduleRead() {
        if (!readScheduled.getAndSet(true)) {
            schedule(Duration.ZERO, this::read);
        }
    }

    private void schedule(Duration delay, Runnable task) {
        try {
            var unused = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed in the meantime", e);
        }
    }

    private synchronized ConfigValues.Update update(Map<String, String> written) {
        ConfigValues.Update update = values.update(written);
        values = update.values();
        return update;
    }

    private void read() {
        readScheduled.set(false);
        try {
            ConfigValues.Update update = update(ConfigTree.read(curator));
            initialized.countDown();
            update.changes().forEach(this::notifyListeners);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // After a reconnect the watcher schedules a read by itself; this retry is for errors without a disconnect.
            LOG.debug("Cannot read {}; the last values stay in force", Znodes.CONFIG, e);
            schedule(RETRY, this::read);
        }
    }

    private void notifyListeners(ConfigChange change) {
        for (Consumer<ConfigChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed on: {}", change.message(), e);
            }
        }
    }
}
