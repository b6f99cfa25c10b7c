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
 * <p>Works by level, not by event: whatever a watch says, the whole (small) tree is read again and compared. So neither a lost
 * event nor a key that was deleted and made again while the connection was down goes unnoticed. CuratorCache tells its
 * listeners nothing in the second case when the versions are equal. Values that are overwritten before they
 * could be read are not reported; the last one always is.
 *
 * <p>This class is threadsafe. While the connection is suspended or lost, the values stay; once it is back they are read anew.
 * Listeners are called one change after the other on a thread of this object, after the change is in force: a slow listener
 * delays later changes and loses none, and what a listener throws is logged.
 */
public final class LiveConfig implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final CuratorFramework curator;
    private final PersistentWatcher watcher;
    private final ScheduledExecutorService executor = ThreadUtils.newSingleThreadScheduledExecutor("live-config");
    private final List<Consumer<ConfigChange>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch initialized = new CountDownLatch(1);
    /** A look is due; set by the watcher, taken back just before the look, so that no event after that is lost. */
    private final AtomicBoolean due = new AtomicBoolean();

    private volatile ConfigValues values;

    /**
     * A configuration with defaults of its own.
     *
     * @param curator started; it stays open when this is closed
     * @param defaults texts that hold while their keys do not exist, in place of {@link Setting#defaultText()}
     * @throws IllegalArgumentException if a default is no value of its setting
     */
    public LiveConfig(CuratorFramework curator, Map<String, String> defaults) {
        this.curator = curator;
        this.values = ConfigValues.of(defaults);
        this.watcher = new PersistentWatcher(curator, Znodes.CONFIG, true);
    }

    /** Starts to watch, without waiting for ZooKeeper: until it answers, the defaults hold. */
    public void start() {
        watcher.getListenable().addListener(event -> look());
        watcher.getResetListenable().addListener(this::look);
        watcher.start();
    }

    /**
     * Waits until ZooKeeper's values were read for the first time.
     *
     * @return whether they were; false means that the defaults still hold because ZooKeeper did not answer in time
     */
    public boolean awaitInitialized(Duration timeout) throws InterruptedException {
        return initialized.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The values in force now. */
    public Settings settings() {
        return values.settings();
    }

    /** The text in force for {@code key}, which may be any key below {@code /config}. */
    public Optional<String> text(String key) {
        return values.text(key);
    }

    /**
     * The text in force for {@code key}, {@code otherwise} if there is none; for routes that read it in each exchange, as in
     * {@code value('plant/limit', '80')}.
     */
    public String value(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /**
     * Takes a value back that is in force but turned out not to work, and tells the listeners of the refusal; nothing happens
     * if another value was written meanwhile.
     *
     * @param value the text that is written; null when the key was deleted
     * @param lastGood what is in force again; null for none
     * @param reason why, in one line for people
     */
    public synchronized void refuse(String key, String value, String lastGood, String reason) {
        ConfigValues.Update update = values.refuse(key, value, lastGood, reason);
        values = update.values();
        later(Duration.ZERO, () -> update.changes().forEach(this::tell));
    }

    /** Every text in force, sorted by key. */
    public Map<String, String> texts() {
        return values.texts();
    }

    /** Adds a listener; one that is added before the start is told of every value that is found then. */
    public void addListener(Consumer<ConfigChange> listener) {
        listeners.add(listener);
    }

    public void removeListener(Consumer<ConfigChange> listener) {
        listeners.remove(listener);
    }

    /** Stops to watch; the last values stay readable. */
    @Override
    public void close() {
        watcher.close();
        executor.shutdownNow();
    }

    private void look() {
        if (!due.getAndSet(true)) {
            later(Duration.ZERO, this::readAndTell);
        }
    }

    private void later(Duration delay, Runnable task) {
        try {
            var unused = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed meanwhile", e);
        }
    }

    private synchronized ConfigValues.Update update(Map<String, String> written) {
        ConfigValues.Update update = values.update(written);
        values = update.values();
        return update;
    }

    private void readAndTell() {
        due.set(false);
        try {
            ConfigValues.Update update = update(ConfigTree.read(curator));
            initialized.countDown();
            update.changes().forEach(this::tell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // The watcher asks for another look once it is connected again; this retry is for errors without a
            // disconnect.
            LOG.debug("Cannot read {}; the last values stay in force", Znodes.CONFIG, e);
            later(RETRY, this::readAndTell);
        }
    }

    private void tell(ConfigChange change) {
        for (Consumer<ConfigChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed on: {}", change.message(), e);
            }
        }
    }
}
