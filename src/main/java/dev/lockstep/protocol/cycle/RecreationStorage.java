package dev.lockstep.protocol.cycle;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCacheStorage;

/**
 * The storage of a CuratorCache that detects when a znode was deleted and created again. The cache compares versions,
 * and both znodes may have the same one: then, if both happened while the connection was down, the cache would not
 * notify its listeners.
 *
 * <p>This class is thread-safe.
 */
final class RecreationStorage implements CuratorCacheStorage {

    private final CuratorCacheStorage storage = CuratorCacheStorage.standard();

    /** Returns what was known of this znode; empty if another znode was at its path, so that the cache reports it as created. */
    @Override
    public Optional<ChildData> put(ChildData data) {
        return storage.put(data)
                .filter(before -> before.getStat().getCzxid() == data.getStat().getCzxid());
    }

    @Override
    public Optional<ChildData> remove(String path) {
        return storage.remove(path);
    }

    @Override
    public Optional<ChildData> get(String path) {
        return storage.get(path);
    }

    @Override
    public int size() {
        return storage.size();
    }

    @Override
    public Stream<ChildData> stream() {
        return storage.stream();
    }

    @Override
    public void clear() {
        storage.clear();
    }
}
