package dev.lockstep.protocol.status;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Znodes;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.data.Stat;

/**
 * Reads znodes that may not exist, or whose data may be invalid. Every method throws an exception if ZooKeeper cannot be read.
 *
 * <p>This class is thread-safe.
 */
final class ZnodeReader {

    private final CuratorFramework curator;

    ZnodeReader(CuratorFramework curator) {
        this.curator = curator;
    }

    /** Returns the data of a znode; empty if the znode does not exist or has no data. */
    Optional<byte[]> data(String path) throws Exception {
        return data(path, new Stat());
    }

    /** Returns the data of a znode, and stores its metadata in {@code stat} if the znode exists. */
    Optional<byte[]> data(String path, Stat stat) throws Exception {
        try {
            return Optional.ofNullable(curator.getData().storingStatIn(stat).forPath(path))
                    .filter(data -> data.length > 0);
        } catch (NoNodeException e) {
            return Optional.empty();
        }
    }

    /** Returns a number; empty if there is no valid one. */
    Optional<Long> number(String path) throws Exception {
        try {
            return data(path).map(Znodes::number);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns a value of {@code type}; empty if there is no valid one. */
    <T> Optional<T> json(String path, Class<T> type, Stat stat) throws Exception {
        try {
            return data(path, stat).map(text -> Json.read(text, type));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the names of the children of a znode; none if the znode does not exist. */
    Stream<String> children(String path) throws Exception {
        try {
            return curator.getChildren().forPath(path).stream();
        } catch (NoNodeException e) {
            return Stream.empty();
        }
    }

    /** Returns the metadata of a znode; empty if the znode does not exist. */
    Optional<Stat> stat(String path) throws Exception {
        return Optional.ofNullable(curator.checkExists().forPath(path));
    }
}
