package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.Epoch;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.session.TransactionOps;
import dev.lockstep.protocol.session.ZooKeeperRetry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * What the leader leaves at {@code /delivery} for people who ask why reports are kept. Written only when that changes; a new
 * leader goes on with the note of the one before.
 *
 * <p>For the thread that delivers. Every method waits while ZooKeeper is away and throws {@link FencedException} if the epoch
 * is over.
 */
final class DeliveryState {

    private final CuratorFramework curator;
    private final Epoch epoch;
    private boolean loaded;
    private DeliveryProblem problem;

    DeliveryState(CuratorFramework curator, Epoch epoch) {
        this.curator = curator;
        this.epoch = epoch;
    }

    /** Takes note that the report of {@code cycle} was turned away. */
    void failing(String api, String why, long cycle) throws InterruptedException {
        load();
        DeliveryProblem now = new DeliveryProblem(api, why, Instant.now(), cycle);
        if (problem == null || !problem.isLike(now)) {
            write(now);
        }
    }

    /** Takes note that the API took a report. */
    void fine() throws InterruptedException {
        load();
        if (problem != null) {
            write(null);
        }
    }

    private void load() throws InterruptedException {
        if (!loaded) {
            problem = read();
            loaded = true;
        }
    }

    private DeliveryProblem read() throws InterruptedException {
        try {
            byte[] data = ZooKeeperRetry.retry(
                    "reading the delivery note", () -> curator.getData().forPath(Znodes.DELIVERY));
            return data.length == 0 ? null : Json.read(data, DeliveryProblem.class);
        } catch (KeeperException | IllegalArgumentException e) {
            return null;
        }
    }

    private void write(DeliveryProblem now) throws InterruptedException {
        byte[] data = now == null ? new byte[0] : Znodes.encode(Json.write(now));
        epoch.commit(
                "noting how delivery goes",
                () -> Objects.equals(read(), now),
                List.of(TransactionOps.set(curator, Znodes.DELIVERY, data)));
        problem = now;
    }
}
