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
 * reading. A node is alive as soon as it holds its id, so the leader waits for its first reading. A znode that is not
 * ephemeral belongs to no node: it would never be removed, and every cycle would wait for it.
 *
 * <p>This class is thread-safe. It is complete again after a reconnect: intermediate readings may be skipped, the last one never.
 * While the connection is suspended it returns the last known state.
 */
final class LiveNodes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNodes.class);

    private final Set<String> withId = ConcurrentHashMap.newKeySet();
    private final Set<String> withReading = ConcurrentHashMap.newKeySet();
    /** The last valid reading of each node. */
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    private final CountDownLatch initialized = new CountDownLatch(2);
    private final Runnable onChange;
    private final CuratorCache idCache;
    private final CuratorCache readingCache;

    /**
     * Starts to watch.
     *
     * @param onChange called after each change, on a thread of Curator; must return at once
     */
    LiveNodes(CuratorFramework curator, Runnable onChange) {
        this.onChange = onChange;
        idCache = watch(curator, Znodes.NODES, this::idChanged);
        readingCache = watch(curator, Znodes.READINGS, this::readingChanged);
    }

    /** Waits until ZooKeeper was read for the first time: before that the state is incomplete. */
    void awaitInitialized() throws InterruptedException {
        initialized.await();
    }

    /** Returns the sorted ids of the live nodes. */
    Set<String> live() {
        Set<String> live = new TreeSet<>(withId);
        live.addAll(withReading);
        return live;
    }

    /** Returns a live view of the last reading of each node that has one. */
    Map<String, Reading> readings() {
        return readings;
    }

    @Override
    public void close() {
        idCache.close();
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

    private void idChanged(CuratorCacheListener.Type type, ChildData before, ChildData after) {
        String id = id(Znodes.NODES, before, after);
        if (id == null) {
            return;
        }
        if (belongsToNode(after)) {
            withId.add(id);
        } else {
            withId.remove(id);
        }
        onChange.run();
    }

    private void readingChanged(CuratorCacheListener.Type type, ChildData before, ChildData after) {
        String id = id(Znodes.READINGS, before, after);
        if (id == null) {
            return;
        }
        if (belongsToNode(after)) {
            withReading.add(id);
            decode(id, after.getData());
        } else {
            readings.remove(id);
            withReading.remove(id);
        }
        onChange.run();
    }

    private static boolean belongsToNode(ChildData znode) {
        if (znode != null && znode.getStat().getEphemeralOwner() == 0) {
            LOG.warn("{} is ignored: it is not ephemeral, so it belongs to no node", znode.getPath());
            return false;
        }
        return znode != null;
    }

    private void decode(String id, byte[] data) {
        try {
            Reading reading = Json.read(data, Reading.class);
            if (!id.equals(reading.id())) {
                throw new IllegalArgumentException("its id is '" + reading.id() + "'");
            }
            readings.put(id, reading);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} is ignored: {}", Znodes.reading(id), e.getMessage());
        }
    }

    /** Returns the id of the child that changed; null for the parent itself. */
    private static String id(String parent, ChildData before, ChildData after) {
        String path = (after != null ? after : before).getPath();
        return path.equals(parent) ? null : path.substring(parent.length() + 1);
    }
}
