package dev.lockstep.cli.bench.raw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;

/**
 * The leader of {@link RawProtocol}. Its one write per cycle checks the epoch, freezes the report, opens the next cycle, and drops
 * the reports that are delivered. All but the start is on the event thread of its client.
 */
final class RawLeader {

    private static final String EPOCH = "/epoch";
    private static final String REPORTS = "/reports";
    private static final String COUNTER = "/counter";
    private static final String PERIOD_MILLIS = "1";
    private static final int REPORT_BYTES_PER_NODE = 62;
    private static final int MAX_DROPPED = 100;

    private final RawCluster cluster;
    private final RawOutbox outbox;
    private final RawReadings readings;
    private final byte[] report;
    private final int[] newest;
    private int cycle;
    private int complete;
    private int dropped;

    RawLeader(RawCluster cluster, RawOutbox outbox) {
        this.cluster = cluster;
        this.outbox = outbox;
        this.readings = new RawReadings(cluster, this::take);
        this.report = bytes("{" + "x".repeat(REPORT_BYTES_PER_NODE * cluster.nodes) + "}");
        this.newest = new int[cluster.nodes];
        Arrays.fill(newest, -1);
    }

    void prepare() throws KeeperException, InterruptedException {
        for (String path : List.of(EPOCH, REPORTS, COUNTER, RawProtocol.BARRIER, RawProtocol.mark(0))) {
            cluster.create(cluster.leader(), path, CreateMode.PERSISTENT);
        }
        readings.watch();
    }

    private void take(int node, int ofCycle) {
        if (ofCycle != cycle || newest[node] == cycle) {
            return;
        }
        newest[node] = cycle;
        if (++complete == cluster.nodes) {
            complete = 0;
            boolean another = cluster.complete(cycle);
            cycle++;
            if (another) {
                release(cycle - 1);
            }
        }
    }

    private void release(int over) {
        List<Op> changes = new ArrayList<>(List.of(
                Op.check(EPOCH, 0),
                Op.create(REPORTS + "/" + over, report, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.delete(RawProtocol.mark(over), -1),
                Op.create(RawProtocol.mark(over + 1), bytes(PERIOD_MILLIS), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.setData(RawProtocol.BARRIER, number(over + 1), -1),
                Op.setData(COUNTER, number((over + 1) * cluster.nodes), -1)));
        int end = Math.min(outbox.delivered() + 1, dropped + MAX_DROPPED);
        for (; dropped < end; dropped++) {
            changes.add(Op.delete(REPORTS + "/" + dropped, -1));
        }
        cluster.leader()
                .multi(
                        changes,
                        (rc, path, context, results) -> {
                            if (cluster.requireOk(rc, "the release of cycle " + over)) {
                                outbox.post(over, report);
                            }
                        },
                        null);
    }

    private static byte[] number(int number) {
        return bytes(Integer.toString(number));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
