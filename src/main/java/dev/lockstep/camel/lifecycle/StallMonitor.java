package dev.lockstep.camel.lifecycle;

import dev.lockstep.camel.InterruptibleTask;
import dev.lockstep.camel.Node;
import dev.lockstep.camel.sensor.BarrierWait;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.config.Settings;
import dev.lockstep.protocol.status.ClusterStatus;
import dev.lockstep.protocol.status.ClusterStatusReader;
import dev.lockstep.protocol.status.Diagnosis;
import java.time.Duration;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why the cycles stall, once when they do and once when they continue. Bean name: {@code stallMonitor}.
 *
 * <p>For the thread of its route; {@link #shutdown} may be called by any thread.
 */
public final class StallMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(StallMonitor.class);
    private static final Duration LOG_AFTER = Duration.ofSeconds(3);

    private final Node node;
    private final BarrierWait barrierWait;
    private final LiveConfig config;
    private final ClusterStatusReader cluster;
    private final InterruptibleTask task = new InterruptibleTask();

    private Outage zooKeeper = Outage.NONE;
    private Outage cycle = Outage.NONE;

    /** A cycle that stalls, or an outage of ZooKeeper: since when, and whether it was logged. */
    private record Outage(long number, long sinceNanos, boolean logged) {
        static final Outage NONE = new Outage(0, 0, false);

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }

        Outage markLogged() {
            return new Outage(number, sinceNanos, true);
        }
    }

    public StallMonitor(Node node, BarrierWait barrierWait, LiveConfig config) {
        this.node = node;
        this.barrierWait = barrierWait;
        this.config = config;
        this.cluster = new ClusterStatusReader(node.curator());
    }

    /** Checks whether the node waits longer than it should. */
    public void check() throws Exception {
        task.run(() -> {
            if (isZooKeeperConnected()) {
                checkCycle();
            }
        });
    }

    private boolean isZooKeeperConnected() {
        if (node.curator().getZookeeperClient().isConnected()) {
            if (zooKeeper.logged) {
                LOG.info("Reconnected to ZooKeeper after {}", Diagnosis.formatSeconds(zooKeeper.age()));
            }
            zooKeeper = Outage.NONE;
            return true;
        }
        if (zooKeeper.sinceNanos == 0) {
            zooKeeper = new Outage(0, System.nanoTime(), false);
        } else if (!zooKeeper.logged && zooKeeper.age().compareTo(LOG_AFTER) >= 0) {
            LOG.warn("No connection to ZooKeeper for {}: retrying", Diagnosis.formatSeconds(zooKeeper.age()));
            zooKeeper = zooKeeper.markLogged();
        }
        return false;
    }

    private void checkCycle() throws Exception {
        Optional<BarrierWait.Wait> wait = barrierWait.current();
        long waitedFor = wait.map(BarrierWait.Wait::cycle).orElse(0L);
        if (cycle.logged && waitedFor > cycle.number) {
            LOG.info("Cycles continue after {}", Diagnosis.formatSeconds(cycle.age()));
        }
        if (wait.isPresent() && waitedFor != cycle.number) {
            cycle = new Outage(waitedFor, wait.get().sinceNanos(), false);
        }
        Settings settings = config.settings();
        Duration due = settings.samplingPeriod().plus(LOG_AFTER);
        if (wait.isPresent() && !cycle.logged && cycle.age().compareTo(due) >= 0) {
            log(settings);
        }
    }

    private void log(Settings settings) throws Exception {
        try {
            ClusterStatus status = cluster.read(Optional.of(settings.samplingPeriod()), settings.minNodes());
            if (status.cycle() != null && status.cycle() == cycle.number) {
                LOG.warn("Waiting at barrier for {}: {}", Diagnosis.formatSeconds(cycle.age()), reason(status));
                cycle = cycle.markLogged();
            }
        } catch (KeeperException e) {
            LOG.debug("The status cannot be read to find out why cycle {} stalls", cycle.number, e);
        }
    }

    private static String reason(ClusterStatus status) {
        return status.state().isEmpty()
                ? "leader " + status.leader() + " has not released cycle " + status.cycle() + " yet"
                : status.state().get(0);
    }

    /** Interrupts a check that is under way, and prevents further ones: the node stops. */
    void shutdown() {
        task.shutdown();
    }
}
