package dev.lockstep.camel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.IdInUseException;
import dev.lockstep.protocol.session.NodeClaim;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import dev.lockstep.testing.api.FakeApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole nodes, as the command line runs them. */
class NodeMainTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private static final Path ROUTES = Path.of("routes");

    private FakeApi api;
    private CuratorFramework client;

    @BeforeEach
    void createTree() throws Exception {
        api = FakeApi.start();
        client = ZOOKEEPER.clientInTree();
    }

    @AfterEach
    void closeApi() {
        api.close();
    }

    @Test
    void twoNodesReportInLockstepUntilTheyAreStopped() throws Exception {
        try (NodeMain first = node("1");
                NodeMain second = node("2")) {
            first.start();
            second.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> api.requests().stream()
                    .anyMatch(request -> request.report().count() == 2));
        }

        List<Long> taken = api.taken();
        assertThat(taken)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, taken.size()).boxed().toList());
        assertThat(client.getChildren().forPath(Znodes.NODES)).isEmpty();
        assertThat(client.getChildren().forPath(Znodes.READINGS)).isEmpty();
    }

    @Test
    void aNodeWhoseIdIsInUseStopsAndStatesWhoHoldsIt() throws Exception {
        new NodeClaim(client, "1").acquire(Duration.ofSeconds(10));
        Waiter<Void> duplicate;
        try (NodeMain node = node("1")) {
            duplicate = Waiter.start(() -> {
                node.run();
                return null;
            });
            for (long cycle = 1; !duplicate.isDone(); cycle++) {
                byte[] reading = Znodes.encode(Json.write(new Reading("1", cycle, 80, Instant.now())));
                client.create().orSetData().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading("1"), reading);
            }
        }

        assertThatThrownBy(duplicate::result)
                .cause()
                .isInstanceOf(IdInUseException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void theRecordingIsFoundInTheRoutesFolderWhereverThatIs() throws Exception {
        try (NodeMain node = node("1", ROUTES.toAbsolutePath(), "measure-replay.camel.yaml")) {
            node.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> !api.requests().isEmpty());
        }

        String firstRow =
                Files.readAllLines(ROUTES.resolve("recording-host.csv")).get(1);
        assertThat(api.requests().get(0).report().mean()).isEqualTo(Double.parseDouble(firstRow.split(",")[2]));
    }

    private NodeMain node(String id) {
        return node(id, ROUTES, "measure-simulated.camel.yaml");
    }

    private NodeMain node(String id, Path routes, String measure) {
        return new NodeMain("node-" + id, routes, routes.resolve(measure), false, overrides(id));
    }

    private Map<String, String> overrides(String id) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("node.id", id);
        overrides.put("node.state", "");
        overrides.put("zookeeper.hosts", ZOOKEEPER.hosts());
        overrides.put("sampling.period", "100ms");
        overrides.put("api.url", api.address());
        return overrides;
    }
}
