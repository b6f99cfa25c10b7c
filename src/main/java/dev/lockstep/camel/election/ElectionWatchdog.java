package dev.lockstep.camel.election;

import dev.lockstep.camel.InterruptibleTask;
import dev.lockstep.camel.Node;
import dev.lockstep.protocol.leader.ElectionView;
import dev.lockstep.protocol.leader.ElectionView.Candidate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a live node with a quorum stands for election and leads when it is elected. camel-zookeeper-master goes by
 * what it remembers: it writes on a znode of a session that is dying, and does not notice that its znode is gone; then nobody
 * may lead, for ever, or two. This compares with ZooKeeper, and has the guarded route stand for election anew when they differ
 * in two looks in a row: between the two the component has time for what it does by itself. Bean name: {@code watchdog}.
 *
 * <p>For the thread of its route; {@link #rest} may be called on any.
 */
public final class ElectionWatchdog {

    private static final Logger LOG = LoggerFactory.getLogger(ElectionWatchdog.class);
    private static final String GUARDED = "leader";

    private final Node node;
    private final Office office;
    private final ElectionView candidates;
    private final InterruptibleTask work = new InterruptibleTask();
    private String suspicion;
    private String ailment;

    public ElectionWatchdog(Node node, Office office) {
        this.node = node;
        this.office = office;
        this.candidates = new ElectionView(node.curator());
    }

    /** What is wrong with the election for two looks now, as a part of a sentence; null if nothing is, or nobody can know. */
    public String ailment(CamelContext context) throws Exception {
        ailment = null;
        work.run(() -> {
            String now = look(context);
            ailment = Objects.equals(now, suspicion) ? now : null;
            suspicion = now;
        });
        return ailment;
    }

    /** Begins the guarded route anew, without what is left of its candidature. */
    public void heal(CamelContext context) throws Exception {
        suspicion = null;
        work.run(() -> {
            RouteController routes = context.getRouteController();
            routes.stopRoute(GUARDED);
            candidates.withdraw(session());
            routes.startRoute(GUARDED);
        });
    }

    private String look(CamelContext context) throws Exception {
        CuratorFramework curator = node.curator();
        if (!curator.getZookeeperClient().isConnected()
                || context.getRouteController().getRouteStatus(GUARDED) != ServiceStatus.Started) {
            return null;
        }
        try {
            long session = session();
            List<Candidate> standing = candidates.read();
            return session == session() ? diagnose(standing, session) : null;
        } catch (KeeperException e) {
            LOG.debug("The election cannot be looked at", e);
            return null;
        }
    }

    private String diagnose(List<Candidate> standing, long session) {
        if (standing.stream().noneMatch(candidate -> candidate.session() == session)) {
            return "it does not stand for election in its session";
        }
        Optional<Candidate> elected = ElectionView.leader(standing);
        boolean isElected = elected.isPresent() && elected.get().session() == session;
        if (isElected && !office.isOccupied()) {
            return "it is elected and does not lead";
        }
        return !isElected && office.isOccupied()
                ? "it leads and node " + elected.map(Candidate::node).orElse("?") + " is elected"
                : null;
    }

    private long session() throws Exception {
        return node.curator().getZookeeperClient().getZooKeeper().getSessionId();
    }

    /** Does nothing any more: the node stops. */
    public void rest() {
        work.rest();
    }
}
