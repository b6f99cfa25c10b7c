package dev.lockstep.cli.bench.lockstep;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.IdHolder;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * A raw client that looks like a node to the leader: it claims its id, publishes a reading in each cycle, and waits at the
 * barrier. It never leads, and does not survive its session. It does not count its measurements either.
 *
 * <p>After {@link #join}, all happens on the event thread of its client.
 */
final class RawNode {

    private static final double VALUE = 80;

    private final ZooKeeper client;
    private final String id;
    private final Consumer<String> failed;

    /**
     * A node that takes no part yet.
     *
     * @param failed called with the reason if it cannot go on
     */
    RawNode(ZooKeeper client, String id, Consumer<String> failed) {
        this.client = client;
        this.id = id;
        this.failed = failed;
    }

    /** Takes part from the cycle on that is open; the fixed part of the tree is there. */
    void join() throws KeeperException, InterruptedException {
        String holder = Json.write(
                new IdHolder(id, IdHolder.hostName(), ProcessHandle.current().pid(), Instant.now()));
        client.create(Znodes.node(id), Znodes.encode(holder), Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        long cycle = Znodes.number(client.getData(Znodes.BARRIER, false, null));
        client.create(Znodes.reading(id), reading(cycle), Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        awaitRelease(cycle);
    }

    private byte[] reading(long cycle) {
        return Znodes.encode(Json.write(new Reading(id, cycle, VALUE, Instant.now())));
    }

    private void measure(long cycle) {
        client.setData(Znodes.reading(id), reading(cycle), -1, (rc, path, context, stat) -> requireOk(rc, path), null);
        awaitRelease(cycle);
    }

    private void awaitRelease(long cycle) {
        client.getData(
                Znodes.mark(cycle),
                event -> {
                    if (event.getType() == EventType.NodeDeleted) {
                        measure(cycle + 1);
                    }
                },
                (rc, path, context, data, stat) -> {
                    if (rc == Code.NONODE.intValue()) {
                        findOpenCycle(cycle);
                    } else {
                        requireOk(rc, path);
                    }
                },
                null);
    }

    /** The release was before the watch: goes on with the cycle that is open by now. */
    private void findOpenCycle(long over) {
        client.getData(
                Znodes.BARRIER,
                false,
                (rc, path, context, data, stat) -> {
                    if (requireOk(rc, path)) {
                        measure(Math.max(Znodes.number(data), over + 1));
                    }
                },
                null);
    }

    private boolean requireOk(int code, String path) {
        if (code != Code.OK.intValue()) {
            failed.accept("raw node " + id + " failed: " + Code.get(code) + " for " + path);
        }
        return code == Code.OK.intValue();
    }
}
