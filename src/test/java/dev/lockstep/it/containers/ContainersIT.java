package dev.lockstep.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/**
 * The project's images beside the official ones, each container on its own and hurt through the engine's API. The containers are
 * those of all tests: each test leaves two nodes that measure.
 */
@NeedsDocker
@Timeout(300)
class ContainersIT {

    private static final Duration STARTED_WITHIN = Duration.ofSeconds(120);

    private static final DockerClient DOCKER = DockerClientFactory.lazyClient();
    private static final Network NETWORK = Network.newNetwork();
    private static final GenericContainer<?> ZOOKEEPER = container(Images.ZOOKEEPER, "zookeeper")
            .withEnv("ZOO_TICK_TIME", "500")
            .withExposedPorts(2181)
            .waitingFor(Wait.forListeningPort());
    private static final GenericContainer<?> REDIS = container(Images.REDIS, "redis")
            .withCommand("redis-server", "--appendonly", "yes", "--appendfsync", "always")
            .withExposedPorts(6379)
            .waitingFor(Wait.forListeningPort());
    private static final GenericContainer<?> WEB = container(Images.WEB, "web")
            .withEnv("REDIS_URL", "redis://redis:6379")
            .withExposedPorts(80)
            .waitingFor(Wait.forHealthcheck());
    private static final GenericContainer<?> FIRST = node("1");
    private static final GenericContainer<?> SECOND = node("2");
    private static WebApi api;

    private static GenericContainer<?> container(String image, String name) {
        return new GenericContainer<>(image)
                .withNetwork(NETWORK)
                .withNetworkAliases(name)
                .withStartupTimeout(STARTED_WITHIN);
    }

    private static GenericContainer<?> node(String id) {
        return container(Images.NODE, "node-" + id)
                .withEnv("NODE_ID", id)
                .withEnv("ZOOKEEPER_HOSTS", "zookeeper:2181")
                .withEnv("API_URL", "http://web")
                .withEnv("SAMPLING_PERIOD", "500ms")
                .withEnv("SESSION_TIMEOUT", "4s")
                .withCreateContainerCmdModifier(command ->
                        command.getHostConfig().withReadonlyRootfs(true).withTmpFs(Map.of("/tmp", "")))
                .dependsOn(ZOOKEEPER)
                .waitingFor(Wait.forHealthcheck());
    }

    @BeforeAll
    @Timeout(600)
    static void twoNodesMeasure() {
        Images.build();
        Startables.deepStart(REDIS, ZOOKEEPER).join();
        Startables.deepStart(WEB, FIRST, SECOND).join();
        api = new WebApi(WEB.getMappedPort(80));
        api.awaitWhole(2);
    }

    @AfterAll
    static void remove() {
        Stream.of(FIRST, SECOND, WEB, REDIS, ZOOKEEPER).forEach(GenericContainer::stop);
        NETWORK.close();
    }

    @Test
    void nodesSurviveWhatTheEngineDoesToThem() {
        GenericContainer<?> leader = leads(FIRST) ? FIRST : SECOND;
        DOCKER.pauseContainerCmd(leader.getContainerId()).exec();
        api.awaitReport("of the other one alone", report -> report.path("count").asInt() == 1);
        DOCKER.unpauseContainerCmd(leader.getContainerId()).exec();
        api.awaitWhole(2);

        DOCKER.disconnectFromNetworkCmd()
                .withContainerId(SECOND.getContainerId())
                .withNetworkId(NETWORK.getId())
                .exec();
        api.awaitReport("without node 2", report -> report.path("count").asInt() == 1);
        DOCKER.connectToNetworkCmd()
                .withContainerId(SECOND.getContainerId())
                .withNetworkId(NETWORK.getId())
                .exec();
        api.awaitWhole(2);

        DOCKER.killContainerCmd(FIRST.getContainerId()).exec();
        api.awaitReport("without node 1", report -> report.path("count").asInt() == 1);
        DOCKER.startContainerCmd(FIRST.getContainerId()).exec();
        api.awaitWhole(2);
        everyCycleOnce();
    }

    @Test
    void reportsOutliveTheServersTheyDependOn() {
        DOCKER.pauseContainerCmd(ZOOKEEPER.getContainerId()).exec();
        long frozen = api.cycle();
        await("a standstill")
                .atMost(STARTED_WITHIN)
                .during(Duration.ofSeconds(2))
                // What was under way may still arrive.
                .until(() -> api.cycle() <= frozen + 1);
        DOCKER.unpauseContainerCmd(ZOOKEEPER.getContainerId()).exec();
        api.awaitWhole(2);

        long before = api.cycle();
        DOCKER.killContainerCmd(REDIS.getContainerId()).exec();
        await("health without Redis").atMost(STARTED_WITHIN).until(() -> "unhealthy"
                .equals(WEB.getCurrentContainerInfo().getState().getHealth().getStatus()));
        DOCKER.startContainerCmd(REDIS.getContainerId()).exec();
        api.awaitReportAfter(
                before + 2,
                "after Redis is back",
                report -> report.path("count").asInt() == 2);
        everyCycleOnce();
    }

    @Test
    void aStoppedNodeLeavesAtOnceAndSaysGoodbyeWithExitCodeZero() {
        DOCKER.stopContainerCmd(SECOND.getContainerId()).withTimeout(10).exec();
        assertThat(SECOND.getCurrentContainerInfo().getState().getExitCodeLong())
                .as("exit code: SIGTERM has reached java")
                .isZero();
        api.awaitReport(
                "without node 2",
                report -> report.path("count").asInt() == 1
                        && report.path("missing").isEmpty());
        DOCKER.startContainerCmd(SECOND.getContainerId()).exec();
        api.awaitWhole(2);
    }

    private static boolean leads(GenericContainer<?> node) {
        return api.awaitWhole(2).path("leader").asText().equals(node.getEnvMap().get("NODE_ID"));
    }

    private static void everyCycleOnce() {
        List<JsonNode> reports = api.reports();
        assertThat(reports)
                .extracting(report -> report.path("cycle").asLong())
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(reports.get(reports.size() - 1).path("cycle").asInt()).isEqualTo(reports.size());
        assertThat(api.stored()).as("reports that were stored").isGreaterThanOrEqualTo(reports.size());
    }
}
