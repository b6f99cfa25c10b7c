package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live nodes and the last reading of each, as the leader sees them: the nodes that hold their id and those that have a
 * reading. A node is alive from the moment that it holds its id, so the leader waits for its first reading. A znode that is not
 * ephemeral belongs to no node: it would never leave, and every cycle would wait for it.
 *
 * <p>This class is thread-safe. It stays complete across reconnects; intermediate readings may be skipped, the last one never.
 * While the connection is suspended it shows the last known state.
 */
public final class LiveNodes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNodes.class);

    private final Set<String> claims = ConcurrentHashMap.newKeySet();
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();
    private final Set<String> published = ConcurrentHashMap.newKeySet();
    private final CountDownLatch initialized = new CountDownLatch(2);
    private final Runnable onChange;
    private final CuratorCache claimCache;
    private final CuratorCache readingCache;

    /**
     * Starts to watch.
     *
     * @param onChange called after each change, on a thread of Curator's: must return at once
     */
    public LiveNodes(CuratorFramework curator, Runnable onChange) {
        this.onChange = onChange;
        claimCache = watch(curator, Znodes.NODES, this::claimChanged);
        readingCache = watch(curator, Znodes.READINGS, this::readingChanged);
    }

    /** Waits until ZooKeeper was read for the first time: before that the state has gaps. */
    public void awaitInitialized() throws InterruptedException {
        initialized.await();
    }

    /** Returns the sorted ids of the live nodes. */
    public Set<String> live() {
        Set<String> live = new TreeSet<>(claims);
        live.addAll(published);
        return live;
    }

    /** Returns the last reading of each node that has one; a view that changes. */
    public Map<String, Reading> readings() {
        return readings;
    }

    @Override
    public void close() {
        claimCache.close();
        readingCache.close();
    }

    private CuratorCache watch(CuratorFramework curator, String parent, CuratorCacheListener listener) {
        CuratorCache cache = CuratorCache.builder(curator, parent)
                .withStorage(new RecreationStorage())
                .build();
        cache.listenable().addListener(listener);
        cache.listenable()
                .addListener(CuratorCacheListener.builder()
                        .forInitialized(() -> {
                            initialized.countDown();
                            onChange.run();
                        })
                        .build());
        cache.start();
        return cache;
    }

    private void claimChanged(CuratorCacheListener.Type type, ChildData before, ChildData after) {
        String id = id(Znodes.NODES, before, after);
        if (id == null) {
            return;
        }
        if (belongsToNode(after)) {
            claims.add(id);
        } else {
            claims.remove(id);
        }
        onChange.run();
    }

    private void readingChanged(CuratorCacheListener.Type type, ChildData before, ChildData after) {
        String id = id(Znodes.READINGS, before, after);
        if (id == null) {
            return;
        }
        if (belongsToNode(after)) {
            published.add(id);
            decode(id, after.getData());
        } else {
            readings.remove(id);
            published.remove(id);
        }
        onChange.run();
    }

    private static boolean belongsToNode(ChildData znode) {
        if (znode != null && znode.getStat().getEphemeralOwner() == 0) {
            LOG.warn("{} belongs to no node: it is not ephemeral", znode.getPath());
            return false;
        }
        return znode != null;
    }

    private void decode(String id, byte[] data) {
        try {
            Reading reading = Json.read(data, Reading.class);
            if (!id.equals(reading.id())) {
                throw new IllegalArgumentException("it carries the id '" + reading.id() + "'");
            }
            readings.put(id, reading);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} does not count: {}", Znodes.reading(id), e.getMessage());
        }
    }

    /** Returns the id of the child that changed; null for the parent itself. */
    private static String id(String parent, ChildData before, ChildData after) {
        String path = (after != null ? after : before).getPath();
        return path.equals(parent) ? null : path.substring(parent.length() + 1);
    }
}
