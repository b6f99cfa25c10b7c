package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Znodes;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sum of all nodes' {@link Counter}s, which the leader writes to {@code /counter} with every release.
 *
 * <p>This class is thread-safe. While the connection is suspended it returns the last known sum.
 */
final class ClusterCounter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCounter.class);

    private final CuratorCache cache;
    private final CountDownLatch initialized = new CountDownLatch(1);

    ClusterCounter(CuratorFramework curator) {
        cache = CuratorCache.build(curator, Znodes.COUNTER);
        cache.listenable()
                .addListener(CuratorCacheListener.builder()
                        .forInitialized(initialized::countDown)
                        .build());
        cache.start();
    }

    /** Returns the sum. Waits until all counters have been read once. */
    long sum() throws InterruptedException {
        initialized.await();
        return cache.stream()
                .filter(child -> !child.getPath().equals(Znodes.COUNTER))
                .mapToLong(ClusterCounter::count)
                .sum();
    }

    private static long count(ChildData child) {
        try {
            return Znodes.number(child.getData());
        } catch (IllegalArgumentException e) {
            // Invalid data that another client wrote must not stop the cycles.
            LOG.warn("{} is ignored: {}", child.getPath(), e.getMessage());
            return 0;
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
