package dev.lockstep.cli.bench.raw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * How the leader of {@link RawProtocol} gets the readings: few of them one by one, as each arrives; many of them in batches, with
 * one batch under way and all that change meanwhile in the next. Batches win with 30 nodes and more (46 to 48 cycles/s instead of
 * 38 with 100 nodes) and lose with 10 (134 to 145 instead of 167; two cores, three servers on the same machine).
 *
 * <p>All but {@link #watch} is on the event thread of the leader's client.
 */
final class RawReadings {

    private static final int MOST_SINGLE = 16;
    /** A larger reply could exceed what a client accepts. */
    private static final int MAX_BATCH = 100;

    private final RawCluster cluster;
    private final Listener listener;
    private final boolean single;
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean reading;

    /** What is done with a reading. */
    interface Listener {
        void read(int node, int cycle);
    }

    RawReadings(RawCluster cluster, Listener listener) {
        this.cluster = cluster;
        this.listener = listener;
        this.single = cluster.nodes <= MOST_SINGLE;
    }

    void watch() throws KeeperException, InterruptedException {
        cluster.leader()
                .addWatch(
                        RawCluster.READINGS,
                        event -> {
                            if (event.getType() == EventType.NodeDataChanged) {
                                changed(event.getPath());
                            }
                        },
                        AddWatchMode.PERSISTENT_RECURSIVE);
    }

    private void changed(String path) {
        if (single) {
            cluster.leader()
                    .getData(
                            path,
                            false,
                            (rc, of, context, data, stat) -> {
                                if (cluster.requireOk(rc, of)) {
                                    parse(of, data);
                                }
                            },
                            null);
        } else {
            changed.add(path);
            readBatch();
        }
    }

    private void readBatch() {
        if (reading || changed.isEmpty()) {
            return;
        }
        reading = true;
        List<String> paths = new ArrayList<>(MAX_BATCH);
        for (Iterator<String> next = changed.iterator(); next.hasNext() && paths.size() < MAX_BATCH; next.remove()) {
            paths.add(next.next());
        }
        cluster.leader()
                .multi(
                        paths.stream().map(Op::getData).toList(),
                        (rc, path, context, results) -> batchRead(rc, paths, results),
                        null);
    }

    private void batchRead(int code, List<String> paths, List<OpResult> results) {
        reading = false;
        if (code != Code.OK.intValue()) {
            cluster.requireOk(code, "a batch of readings");
            return;
        }
        for (int i = 0; i < paths.size(); i++) {
            if (results.get(i) instanceof GetDataResult result) {
                parse(paths.get(i), result.getData());
            }
        }
        readBatch();
    }

    private void parse(String path, byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        int cycle = Integer.parseInt(text, 0, text.indexOf(' '), 10);
        int node = Integer.parseInt(path, path.lastIndexOf('/') + 1, path.length(), 10);
        listener.read(node, cycle);
    }
}
