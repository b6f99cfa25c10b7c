package dev.lockstep.camel.election;

import dev.lockstep.camel.InterruptibleTask;
import dev.lockstep.camel.Node;
import dev.lockstep.camel.component.LockstepComponent;
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
 * Ensures that a live node with a connection is a candidate, and leads when it is elected. camel-zookeeper-master
 * relies on its own memory: it writes to a znode of a session that is expiring, and does not notice that its znode
 * was removed; then no node may lead, for ever, or two nodes. This class compares the component's state with
 * ZooKeeper, and restarts the route if they differ in two checks in a row: between these the component has time to
 * react by itself. Bean name: {@code electionWatchdog}.
 *
 * <p>For the thread of its route; {@link #shutdown} may be called by any thread.
 */
public final class ElectionWatchdog {

    private static final Logger LOG = LoggerFactory.getLogger(ElectionWatchdog.class);
    private static final String GUARDED = "leader";

    private final Node node;
    private final ElectionView election;
    private final InterruptibleTask task = new InterruptibleTask();
    /** The finding of the last check; null if there was none. */
    private String lastFinding;

    private String diagnosis;

    public ElectionWatchdog(Node node) {
        this.node = node;
        this.election = new ElectionView(node.curator());
    }

    /**
     * Checks the election.
     *
     * @return what is wrong, as part of a sentence, if two checks in a row have found it; null if nothing is, or it is not known
     */
    public String diagnose(CamelContext context) throws Exception {
        diagnosis = null;
        task.run(() -> {
            String finding = check(context);
            diagnosis = Objects.equals(finding, lastFinding) ? finding : null;
            lastFinding = finding;
        });
        return diagnosis;
    }

    /** Restarts the leader's route, after removing its candidates from ZooKeeper. */
    public void restart(CamelContext context) throws Exception {
        lastFinding = null;
        task.run(() -> {
            RouteController routes = context.getRouteController();
            routes.stopRoute(GUARDED);
            try {
                election.withdraw(session());
            } finally {
                // Also if ZooKeeper does not answer: nothing else would start it before the next session.
                routes.startRoute(GUARDED);
            }
        });
    }

    private String check(CamelContext context) throws Exception {
        CuratorFramework curator = node.curator();
        if (!curator.getZookeeperClient().isConnected()
                || context.getRouteController().getRouteStatus(GUARDED) != ServiceStatus.Started) {
            return null;
        }
        try {
            long session = session();
            List<Candidate> candidates = election.read();
            return session == session()
                    ? compare(candidates, session, LockstepComponent.of(context).isLeading())
                    : null;
        } catch (KeeperException e) {
            LOG.debug("The election cannot be read", e);
            return null;
        }
    }

    private static String compare(List<Candidate> candidates, long session, boolean leading) {
        if (candidates.stream().noneMatch(candidate -> candidate.session() == session)) {
            return "it is not a candidate in its session";
        }
        Optional<Candidate> elected = ElectionView.leader(candidates);
        boolean isElected = elected.isPresent() && elected.get().session() == session;
        if (isElected && !leading) {
            return "it is elected but does not lead";
        }
        return !isElected && leading
                ? "it leads but node " + elected.map(Candidate::node).orElse("?") + " is elected"
                : null;
    }

    private long session() throws Exception {
        return node.curator().getZookeeperClient().getZooKeeper().getSessionId();
    }

    /** Interrupts a check that is under way, and prevents further ones: the node stops. */
    public void shutdown() {
        task.shutdown();
    }
}
