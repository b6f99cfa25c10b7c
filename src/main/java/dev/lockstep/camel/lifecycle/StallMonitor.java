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
 * Says in the node's log why the cycles stand still, once when they do and once when they go on. Bean name:
 * {@code standstill}.
 *
 * <p>For the thread of its route; {@link #rest} may be called on any.
 */
public final class StallMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(StallMonitor.class);
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(3);

    private final Node node;
    private final BarrierWait awaitRelease;
    private final LiveConfig config;
    private final ClusterStatusReader cluster;
    private final InterruptibleTask work = new InterruptibleTask();

    private Outage zooKeeper = Outage.NONE;
    private Outage cycle = Outage.NONE;

    /** What is away or stands still, since when, and whether that was said. */
    private record Outage(long number, long sinceNanos, boolean told) {
        static final Outage NONE = new Outage(0, 0, false);

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }

        Outage tell() {
            return new Outage(number, sinceNanos, true);
        }
    }

    public StallMonitor(Node node, BarrierWait awaitRelease, LiveConfig config) {
        this.node = node;
        this.awaitRelease = awaitRelease;
        this.config = config;
        this.cluster = new ClusterStatusReader(node.curator());
    }

    /** Looks whether the node waits longer than it should. */
    public void look() throws Exception {
        work.run(() -> {
            if (isZooKeeperThere()) {
                lookAtCycle();
            }
        });
    }

    private boolean isZooKeeperThere() {
        if (node.curator().getZookeeperClient().isConnected()) {
            if (zooKeeper.told) {
                LOG.info("ZooKeeper is back after {}", Diagnosis.seconds(zooKeeper.age()));
            }
            zooKeeper = Outage.NONE;
            return true;
        }
        if (zooKeeper.sinceNanos == 0) {
            zooKeeper = new Outage(0, System.nanoTime(), false);
        } else if (!zooKeeper.told && zooKeeper.age().compareTo(WORTH_A_WORD) >= 0) {
            LOG.warn("ZooKeeper away for {}: waiting", Diagnosis.seconds(zooKeeper.age()));
            zooKeeper = zooKeeper.tell();
        }
        return false;
    }

    private void lookAtCycle() throws Exception {
        Optional<BarrierWait.Wait> wait = awaitRelease.waiting();
        long waitedFor = wait.map(BarrierWait.Wait::cycle).orElse(0L);
        if (cycle.told && waitedFor > cycle.number) {
            LOG.info("The cycles go on after {}", Diagnosis.seconds(cycle.age()));
        }
        if (wait.isPresent() && waitedFor != cycle.number) {
            cycle = new Outage(waitedFor, wait.get().sinceNanos(), false);
        }
        Settings settings = config.settings();
        Duration due = settings.samplingPeriod().plus(WORTH_A_WORD);
        if (wait.isPresent() && !cycle.told && cycle.age().compareTo(due) >= 0) {
            tell(settings);
        }
    }

    private void tell(Settings settings) throws Exception {
        try {
            ClusterStatus status = cluster.read(Optional.of(settings.samplingPeriod()), settings.minNodes());
            if (status.cycle() != null && status.cycle() == cycle.number) {
                LOG.warn("Standing at the barrier for {}: {}", Diagnosis.seconds(cycle.age()), reason(status));
                cycle = cycle.tell();
            }
        } catch (KeeperException e) {
            LOG.debug("ZooKeeper does not tell why cycle {} stands still", cycle.number, e);
        }
    }

    private static String reason(ClusterStatus status) {
        return status.state().isEmpty()
                ? "leader " + status.leader() + " has not released cycle " + status.cycle() + " yet"
                : status.state().get(0);
    }

    /** Does nothing any more: the node stops. */
    void rest() {
        work.rest();
    }
}
