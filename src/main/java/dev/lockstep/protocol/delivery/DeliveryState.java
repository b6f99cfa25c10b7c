package dev.lockstep.protocol.delivery;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.protocol.session.TransactionOps;
import dev.lockstep.protocol.session.ZooKeeperRetry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * Writes the reason why the API does not accept reports to {@code /delivery}, where {@code status} reads it. It is written
 * only when it changes; a new leader continues with what the previous one wrote.
 *
 * <p>For the delivering thread only. Every method waits while ZooKeeper is unavailable, and throws {@link FencedException} if the
 * term is over.
 */
final class DeliveryState {

    private final CuratorFramework curator;
    private final Term term;
    private boolean loaded;
    private DeliveryProblem problem;

    DeliveryState(CuratorFramework curator, Term term) {
        this.curator = curator;
        this.term = term;
    }

    /** Records that the API did not accept the report of {@code cycle}. */
    void failing(String api, String reason, long cycle) throws InterruptedException {
        load();
        DeliveryProblem now = new DeliveryProblem(api, reason, Instant.now(), cycle);
        if (problem == null || !problem.hasSameCause(now)) {
            write(now);
        }
    }

    /** Records that the API has accepted a report. */
    void recovered() throws InterruptedException {
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
                    "reading the delivery state", () -> curator.getData().forPath(Znodes.DELIVERY));
            return data.length == 0 ? null : Json.read(data, DeliveryProblem.class);
        } catch (KeeperException | IllegalArgumentException e) {
            return null;
        }
    }

    private void write(DeliveryProblem now) throws InterruptedException {
        byte[] data = now == null ? new byte[0] : Znodes.encode(Json.write(now));
        term.commit(
                "writing the delivery state",
                () -> Objects.equals(read(), now),
                List.of(TransactionOps.set(curator, Znodes.DELIVERY, data)));
        problem = now;
    }
}
