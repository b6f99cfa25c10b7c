package dev.lockstep.config;

import dev.lockstep.protocol.Znodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException.NoNodeException;

/**
 * Reads all keys below {@code /config}. A key is the path below it; a znode with children and without data is only a folder.
 */
public final class ConfigTree {

    private ConfigTree() {}

    /**
     * Returns the texts by key, without znodes that are deleted meanwhile.
     *
     * @throws Exception if ZooKeeper cannot be reached
     */
    public static Map<String, String> read(CuratorFramework curator) throws Exception {
        Map<String, String> texts = new HashMap<>();
        readBelow(curator, "", texts);
        return texts;
    }

    private static void readBelow(CuratorFramework curator, String folder, Map<String, String> texts) throws Exception {
        for (String name : children(curator, folder.isEmpty() ? Znodes.CONFIG : Znodes.config(folder))) {
            readKey(curator, folder.isEmpty() ? name : folder + "/" + name, texts);
        }
    }

    private static void readKey(CuratorFramework curator, String key, Map<String, String> texts) throws Exception {
        try {
            byte[] data = curator.getData().forPath(Znodes.config(key));
            int before = texts.size();
            readBelow(curator, key, texts);
            boolean folder = texts.size() > before;
            String text = data == null ? "" : Znodes.text(data);
            if (!folder || !text.isEmpty()) {
                texts.put(key, text);
            }
        } catch (NoNodeException e) {
            // Deleted since its parent was read; a watch reports that.
        }
    }

    private static List<String> children(CuratorFramework curator, String path) throws Exception {
        try {
            return curator.getChildren().forPath(path);
        } catch (NoNodeException e) {
            return List.of();
        }
    }
}
