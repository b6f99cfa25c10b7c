package dev.lockstep.config;

import dev.lockstep.protocol.Znodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException.NoNodeException;

/**
 * Reads all that is written below {@code /config}. A key is the path below it; a znode without data that has children is a
 * folder, not a key.
 */
public final class ConfigTree {

    private ConfigTree() {}

    /**
     * The texts by key. Znodes that vanish meanwhile are left out.
     *
     * @throws Exception if ZooKeeper cannot be asked
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
            // Deleted since its parent was read; whoever watches is told of that.
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
