package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.protocol.Znodes;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/**
 * Reports readiness while this node takes part in the cycles: its ZooKeeper server answers, which it does only with a
 * quorum, and has the node's reading. It is no liveness check: a restart would not help if ZooKeeper is down, and the
 * node recovers by itself.
 */
public final class LockstepHealthCheck extends AbstractHealthCheck {

    private final Node node;

    public LockstepHealthCheck(Node node) {
        super("lockstep", "membership");
        this.node = node;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            // Not through Curator, which would retry: a health check needs an answer now.
            ZooKeeper client = node.curator().getZookeeperClient().getZooKeeper();
            if (!client.getState().isConnected()) {
                builder.message("ZooKeeper cannot be reached").down();
            } else if (client.exists(reading(), false) == null) {
                builder.message("This node has published no reading yet").down();
            } else {
                builder.up();
            }
        } catch (KeeperException e) {
            builder.message("ZooKeeper does not answer").error(e).down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.message("The node is being stopped").down();
        } catch (Exception e) {
            builder.message("There is no ZooKeeper session").error(e).down();
        }
    }

    /** Returns the path of the reading, including the chroot. */
    private String reading() {
        return ZKPaths.fixForNamespace(node.curator().getNamespace(), Znodes.reading(node.id()));
    }
}
