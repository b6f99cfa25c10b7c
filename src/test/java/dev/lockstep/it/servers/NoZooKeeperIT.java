package dev.lockstep.it.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.checker.Checker;
import dev.lockstep.faults.cluster.Launch;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.cluster.ZooKeeperProcesses;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.FakeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A node that is started before there is any ZooKeeper server. */
class NoZooKeeperIT {

    private static final Duration SAYS_SO_WITHIN = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private ZooKeeperProcesses zooKeeper;
    private String hosts;

    @BeforeEach
    void prepareAServer() {
        zooKeeper = ZooKeeperProcesses.prepare(folder, 1);
        hosts = zooKeeper.connectString();
    }

    @AfterEach
    void stopTheServer() {
        zooKeeper.close();
    }

    @Test
    void aNodeWithoutZooKeeperSaysSoKeepsTryingAndStopsWithinFiveSeconds() {
        try (NodeProcess node = start("127.0.0.1:9")) {
            awaitWord(node);
            await("the node to stay")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(node::isAlive);
            node.terminate();
            assertThat(node.exitCode(Duration.ofSeconds(5))).isIn(0, 143);
        }
    }

    @Test
    void aNodeBeginsWhenZooKeeperDoes() {
        try (FakeApi api = FakeApi.start(folder.resolve("api.log"));
                NodeProcess node = start(api.url())) {
            awaitWord(node);
            assertThat(api.requests()).isEmpty();
            zooKeeper.heal();
            await("reports")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> api.effects().size() >= 2);
            node.terminate(Duration.ofSeconds(5));
            Checker.assertHolds(new History(node.events(), api.requests()));
        }
    }

    private NodeProcess start(String apiUrl) {
        return NodeProcess.start(
                "alone",
                1,
                folder,
                Map.of(
                        "ZOOKEEPER_HOSTS",
                        hosts,
                        "API_URL",
                        apiUrl,
                        "SAMPLING_PERIOD",
                        "200ms",
                        "SESSION_TIMEOUT",
                        "2s"),
                Launch.JAR);
    }

    private void awaitWord(NodeProcess node) {
        await("the node to say that it finds no ZooKeeper")
                .atMost(SAYS_SO_WITHIN)
                .until(() -> node.log().lines().anyMatch(line -> line.contains("WARN") && line.contains(hosts)));
    }
}
