package dev.lockstep.protocol.cycle;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCacheStorage;

/**
 * The memory of a CuratorCache that sees when a znode was deleted and made again. The cache compares versions, and both znodes
 * may be at the same one: then it would tell its listeners nothing if the connection was down meanwhile.
 *
 * <p>This class is threadsafe.
 */
final class RecreationStorage implements CuratorCacheStorage {

    private final CuratorCacheStorage storage = CuratorCacheStorage.standard();

    /** What was known of this very znode; nothing if another was at its path, so the cache says that it is new. */
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
