package dev.lockstep.camel.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.NodeRoutesTest;
import dev.lockstep.camel.component.LockstepComponent;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.ElectionView;
import dev.lockstep.protocol.leader.ElectionView.Candidate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stock election without and with the watchdog. */
class ElectionWatchdogRouteTest extends NodeRoutesTest {

    /** For the stock election to do by itself what it does not do. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);
    /** For the watchdog to look at the election again and again. */
    private static final int ROUNDS = 5;

    private ElectionView candidates;

    @Override
    protected List<String> files() {
        return List.of(
                "node/beans.camel.yaml",
                "node/leader.camel.yaml",
                "node/delivery.camel.yaml",
                "node/members.camel.yaml",
                "node/watchdog.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = super.settings();
        settings.put("cycle.timeout", "1h");
        settings.put("watchdog.period", "100");
        return settings;
    }

    /** Each test starts without the watchdog. */
    @BeforeEach
    void start() throws Exception {
        candidates = new ElectionView(client);
        context().getRouteController().stopRoute("watchdog");
        node().blockUntilConnected();
    }

    @Test
    void aCandidateThatWasRemovedIsCreatedAgain() throws Exception {
        startLeader();
        await().until(() -> isLeading());
        for (Candidate candidate : candidates.read()) {
            client.delete().forPath(Znodes.ELECTION + "/" + candidate.name());
        }
        // The stock component does not notice by itself; another node could lead at the same time.
        await().during(LONG_ENOUGH).until(() -> candidates.read().isEmpty() && isLeading());

        context().getRouteController().startRoute("watchdog");
        await().until(() -> elected() == session() && isLeading());
    }

    @Test
    void aCandidateThatIsElectedByAZnodeThatItDoesNotKnowLeads() throws Exception {
        createCandidate(client, "2");
        startLeader();
        await().until(() -> candidates.read().size() == 2);
        // As if the reply to the first create was lost: the component does not search for other candidates of its own.
        createCandidate(node(), "1");
        client.delete().forPath(Znodes.ELECTION + "/" + candidates.read().get(0).name());
        await().during(LONG_ENOUGH).until(() -> elected() == session() && !isLeading());

        context().getRouteController().startRoute("watchdog");
        await().until(this::isLeading);
        assertThat(candidates.read()).as("what nobody knew of is gone").hasSize(1);
    }

    @Test
    void aLeaderThatIsNotElectedResigns() throws Exception {
        startLeader();
        await().until(this::isLeading);
        for (Candidate candidate : candidates.read()) {
            client.delete().forPath(Znodes.ELECTION + "/" + candidate.name());
        }
        createCandidate(client, "2");
        createCandidate(node(), "1");
        await().during(LONG_ENOUGH).until(this::isLeading);

        context().getRouteController().startRoute("watchdog");
        await().until(() -> !isLeading());
        assertThat(ElectionView.leader(candidates.read()).orElseThrow().node()).isEqualTo("2");
    }

    @Test
    void aCorrectElectionIsNotDisturbed() throws Exception {
        context().getRouteController().startRoute("watchdog");
        startLeader();
        await().until(this::isLeading);
        List<Candidate> before = candidates.read();

        awaitExchanges("watchdog", ROUNDS);
        assertThat(candidates.read()).isEqualTo(before);
        assertThat(context().getRouteController().getRouteStatus("leader")).isEqualTo(ServiceStatus.Started);
    }

    @Test
    void aStoppedRouteStaysStopped() throws Exception {
        startLeader();
        await().until(this::isLeading);
        context().getRouteController().stopRoute("leader");
        context().getRouteController().startRoute("watchdog");

        awaitExchanges("watchdog", ROUNDS);
        assertThat(candidates.read()).isEmpty();
    }

    private void startLeader() throws Exception {
        context().getRouteController().startRoute("leader");
    }

    /** Creates a candidate, as camel-zookeeper-master does. */
    private static void createCandidate(CuratorFramework curator, String id) throws Exception {
        String state = "{\"id\":\"election\",\"container\":\"%s\",\"services\":[]}".formatted(id);
        curator.create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath(Znodes.ELECTION + "/0", Znodes.encode(state));
    }

    private boolean isLeading() {
        return LockstepComponent.of(context()).isLeading();
    }

    private long elected() throws Exception {
        return ElectionView.leader(candidates.read()).map(Candidate::session).orElse(0L);
    }

    private long session() throws Exception {
        return node().getZookeeperClient().getZooKeeper().getSessionId();
    }

    private CuratorFramework node() {
        return context().getRegistry().lookupByNameAndType("curator", CuratorFramework.class);
    }
}
