package dev.lockstep.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/** The project's images beside the official ones, each container on its own and hurt through the engine's API. */
@NeedsDocker
@Timeout(300)
class ContainersIT {

    private static final Duration STARTED_WITHIN = Duration.ofSeconds(120);

    private final DockerClient docker = DockerClientFactory.lazyClient();
    private final Network network = Network.newNetwork();
    private final GenericContainer<?> zooKeeper = container(Images.ZOOKEEPER, "zookeeper")
            .withEnv("ZOO_TICK_TIME", "500")
            .withExposedPorts(2181)
            .waitingFor(Wait.forListeningPort());
    private final GenericContainer<?> redis = container(Images.REDIS, "redis")
            .withCommand("redis-server", "--appendonly", "yes", "--appendfsync", "always")
            .withExposedPorts(6379)
            .waitingFor(Wait.forListeningPort());
    private final GenericContainer<?> web = container(Images.WEB, "web")
            .withEnv("REDIS_URL", "redis://redis:6379")
            .withExposedPorts(80)
            .waitingFor(Wait.forHealthcheck());
    private final GenericContainer<?> first = node("1");
    private final GenericContainer<?> second = node("2");
    private WebApi api;

    private GenericContainer<?> container(String image, String name) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withStartupTimeout(STARTED_WITHIN);
    }

    private GenericContainer<?> node(String id) {
        return container(Images.NODE, "node-" + id)
                .withEnv("NODE_ID", id)
                .withEnv("ZOOKEEPER_HOSTS", "zookeeper:2181")
                .withEnv("API_URL", "http://web")
                .withEnv("SAMPLING_PERIOD", "500ms")
                .withEnv("SESSION_TIMEOUT", "4s")
                .withCreateContainerCmdModifier(command ->
                        command.getHostConfig().withReadonlyRootfs(true).withTmpFs(Map.of("/tmp", "")))
                .dependsOn(zooKeeper)
                .waitingFor(Wait.forHealthcheck());
    }

    @BeforeEach
    void twoNodesMeasure() {
        Images.build();
        Startables.deepStart(redis, zooKeeper).join();
        Startables.deepStart(web, first, second).join();
        api = new WebApi(web.getMappedPort(80));
        api.awaitWhole(2);
    }

    @AfterEach
    void remove() {
        Stream.of(first, second, web, redis, zooKeeper).forEach(GenericContainer::stop);
        network.close();
    }

    @Test
    void nodesSurviveWhatTheEngineDoesToThem() {
        GenericContainer<?> leader = leads(first) ? first : second;
        docker.pauseContainerCmd(leader.getContainerId()).exec();
        api.awaitReport("of the other one alone", report -> report.path("count").asInt() == 1);
        docker.unpauseContainerCmd(leader.getContainerId()).exec();
        api.awaitWhole(2);

        docker.disconnectFromNetworkCmd()
                .withContainerId(second.getContainerId())
                .withNetworkId(network.getId())
                .exec();
        api.awaitReport("without node 2", report -> report.path("count").asInt() == 1);
        docker.connectToNetworkCmd()
                .withContainerId(second.getContainerId())
                .withNetworkId(network.getId())
                .exec();
        api.awaitWhole(2);

        docker.killContainerCmd(first.getContainerId()).exec();
        api.awaitReport("without node 1", report -> report.path("count").asInt() == 1);
        docker.startContainerCmd(first.getContainerId()).exec();
        api.awaitWhole(2);
        everyCycleOnce();
    }

    @Test
    void reportsOutliveTheServersTheyDependOn() {
        docker.pauseContainerCmd(zooKeeper.getContainerId()).exec();
        long frozen = api.cycle();
        await("a standstill")
                .atMost(STARTED_WITHIN)
                .during(Duration.ofSeconds(2))
                // What was under way may still arrive.
                .until(() -> api.cycle() <= frozen + 1);
        docker.unpauseContainerCmd(zooKeeper.getContainerId()).exec();
        api.awaitWhole(2);

        long before = api.cycle();
        docker.killContainerCmd(redis.getContainerId()).exec();
        await("health without Redis").atMost(STARTED_WITHIN).until(() -> "unhealthy"
                .equals(web.getCurrentContainerInfo().getState().getHealth().getStatus()));
        docker.startContainerCmd(redis.getContainerId()).exec();
        api.awaitReportAfter(
                before + 2,
                "after Redis is back",
                report -> report.path("count").asInt() == 2);
        everyCycleOnce();
    }

    @Test
    void aStoppedNodeLeavesAtOnceAndSaysGoodbyeWithExitCodeZero() {
        docker.stopContainerCmd(second.getContainerId()).withTimeout(10).exec();
        assertThat(second.getCurrentContainerInfo().getState().getExitCodeLong())
                .as("exit code: SIGTERM has reached java")
                .isZero();
        api.awaitReport(
                "without node 2",
                report -> report.path("count").asInt() == 1
                        && report.path("missing").isEmpty());
    }

    private boolean leads(GenericContainer<?> node) {
        return api.awaitWhole(2).path("leader").asText().equals(node.getEnvMap().get("NODE_ID"));
    }

    private void everyCycleOnce() {
        List<JsonNode> reports = api.reports();
        assertThat(reports)
                .extracting(report -> report.path("cycle").asLong())
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(reports.get(reports.size() - 1).path("cycle").asInt()).isEqualTo(reports.size());
        assertThat(api.stored()).as("reports that were stored").isGreaterThanOrEqualTo(reports.size());
    }
}
