package dev.lockstep.camel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZooKeeperClient;
import dev.lockstep.protocol.status.ClusterStatus;
import dev.lockstep.protocol.status.ClusterStatusReader;
import dev.lockstep.testing.ZooKeeperServer;
import dev.lockstep.testing.api.ApiRequest;
import dev.lockstep.testing.api.FakeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two plants whose nodes have the same ids, on one ensemble, separated only by their chroots. */
class SeveralPlantsTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private static final Path ROUTES = Path.of("routes");
    private static final Duration SESSION = Duration.ofSeconds(10);

    private FakeApi apiOfA;
    private FakeApi apiOfB;
    private CuratorFramework clientOfA;
    private CuratorFramework clientOfB;

    @BeforeEach
    void connect() throws Exception {
        apiOfA = FakeApi.start();
        apiOfB = FakeApi.start();
        clientOfA = ZooKeeperClient.connect(hosts("plant-a"), SESSION);
        clientOfB = ZooKeeperClient.connect(hosts("plant-b"), SESSION);
    }

    @AfterEach
    void close() {
        clientOfA.close();
        clientOfB.close();
        apiOfA.close();
        apiOfB.close();
    }

    @Test
    void thePlantsDoNotAffectEachOther() throws Exception {
        try (NodeMain oneOfA = node("plant-a", "1", apiOfA);
                NodeMain twoOfA = node("plant-a", "2", apiOfA);
                NodeMain oneOfB = node("plant-b", "1", apiOfB)) {
            oneOfA.start();
            twoOfA.start();
            oneOfB.start();
            await().atMost(SESSION.multipliedBy(3)).untilAsserted(() -> {
                assertThat(apiOfA.requests())
                        .anyMatch(request -> request.report().count() == 2);
                assertThat(apiOfB.taken()).hasSizeGreaterThan(3);
            });
            eachReportIsOfItsOwnPlant();
            eachHasALeaderAndNodesOfItsOwn();
            theConfigurationOfOneAppliesOnlyThere();
        }
        assertThat(clientOfA.usingNamespace(null).getChildren().forPath(parent()))
                .as("nothing beside the plants")
                .containsExactlyInAnyOrder("plant-a", "plant-b");
    }

    /** Returns the parent of the plants' chroots: each test has a chroot of its own on the server. */
    private static String parent() {
        return ZOOKEEPER.hosts().substring(ZOOKEEPER.hosts().indexOf('/'));
    }

    private void eachReportIsOfItsOwnPlant() throws Exception {
        String clusterOfA = Znodes.text(clientOfA.getData().forPath(Znodes.CLUSTER));
        String clusterOfB = Znodes.text(clientOfB.getData().forPath(Znodes.CLUSTER));
        assertThat(clusterOfA).contains("plant-a-");
        assertThat(clusterOfB).contains("plant-b-");
        assertThat(reports(apiOfA)).extracting(Report::cluster).containsOnly(clusterOfA);
        assertThat(reports(apiOfB)).extracting(Report::cluster).containsOnly(clusterOfB);
        assertThat(reports(apiOfB))
                .as("node 2 is of the other plant")
                .flatExtracting(Report::readings)
                .extracting(Report.Entry::id)
                .containsOnly("1");
        for (FakeApi api : List.of(apiOfA, apiOfB)) {
            List<Long> taken = api.taken();
            assertThat(taken)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, taken.size()).boxed().toList());
        }
    }

    private void eachHasALeaderAndNodesOfItsOwn() throws Exception {
        ClusterStatus statusOfA = new ClusterStatusReader(clientOfA).read(Optional.empty(), 1);
        ClusterStatus statusOfB = new ClusterStatusReader(clientOfB).read(Optional.empty(), 1);
        assertThat(statusOfA.nodes()).extracting(ClusterStatus.Node::id).containsExactly("1", "2");
        assertThat(statusOfB.nodes()).extracting(ClusterStatus.Node::id).containsExactly("1");
        assertThat(statusOfB.leader()).isEqualTo("1");
        assertThat(statusOfA.cluster()).isNotEqualTo(statusOfB.cluster());
    }

    private void theConfigurationOfOneAppliesOnlyThere() throws Exception {
        clientOfA.create().orSetData().forPath(Znodes.config("sampling_period"), Znodes.encode("1h"));
        await().until(() -> {
            int before = apiOfA.taken().size();
            int others = apiOfB.taken().size();
            await().until(() -> apiOfB.taken().size() > others + 5);
            return apiOfA.taken().size() == before;
        });
        assertThat(clientOfB.checkExists().forPath(Znodes.config("sampling_period")))
                .isNull();
    }

    private static List<Report> reports(FakeApi api) {
        return api.requests().stream().map(ApiRequest::report).toList();
    }

    private static String hosts(String plant) {
        return ZOOKEEPER.hosts() + "/" + plant;
    }

    private static NodeMain node(String plant, String id, FakeApi api) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("node.id", id);
        overrides.put("node.state", "");
        overrides.put("zookeeper.hosts", hosts(plant));
        overrides.put("sampling.period", "50ms");
        overrides.put("api.url", api.address());
        return new NodeMain(plant + "-" + id, ROUTES, ROUTES.resolve("measure-simulated.camel.yaml"), false, overrides);
    }
}
