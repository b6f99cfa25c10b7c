package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.embedded.FreePorts;
import dev.lockstep.protocol.Json;
import dev.lockstep.testing.ZooKeeperServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

    private static final Pattern STARTED = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  node-7 .* Node 7 is in session 0x.*");

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    @TempDir
    private Path temporary;

    @Test
    void aNodeStopsOnSigtermWithExitCode0() throws Exception {
        try (LockstepProcess node =
                LockstepProcess.start(temporary, "node", "--id", "7", "--zookeeper", ZOOKEEPER.hosts())) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(node.lines())
                    .anyMatch(line -> STARTED.matcher(line).matches()));
            assertStops(node);
            assertThat(node.lines()).noneMatch(line -> line.contains("Client environment"));
        }
    }

    @Test
    void aNodeWhoseIdIsInUseFails() throws Exception {
        try (LockstepProcess first = node();
                LockstepProcess second = node()) {
            await().atMost(PATIENCE).until(() -> !first.isAlive() || !second.isAlive());
            LockstepProcess refused = first.isAlive() ? second : first;
            assertThat(refused.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(refused.lines()).last().asString().startsWith("lockstep node: the node id '7' is in use by");
        }
    }

    private LockstepProcess node() throws IOException {
        return LockstepProcess.start(
                temporary, "node", "--id", "7", "--sampling-period", "200ms", "--zookeeper", ZOOKEEPER.hosts());
    }

    @Test
    void theWebBackendStopsItsEmbeddedRedisAndKeepsTheData() throws Exception {
        Path data = temporary.resolve("data");
        try (LockstepProcess web = LockstepProcess.start(
                temporary,
                Map.of(
                        "REDIS_URL",
                        "embedded",
                        "DATA",
                        data.toString(),
                        "PORT",
                        Integer.toString(FreePorts.find(1).get(0))),
                "web")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(web.lines())
                    .anyMatch(line -> line.contains("HTTP endpoints summary")));
            List<ProcessHandle> children = web.descendants();

            assertThat(children).as("Redis").isNotEmpty();
            assertStops(web);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(data.resolve("appendonly.aof")).exists();
        }
    }

    @Test
    void aDemoOfTwoPlantsShowsBothEachAtItsOwnPace() throws Exception {
        String port = Integer.toString(FreePorts.find(1).get(0));
        try (LockstepProcess demo = LockstepProcess.start(
                temporary, "demo", "--plants", "2", "--nodes", "2", "--period", "200ms,1h", "--port", port)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(demo.lines())
                    .anyMatch(line -> line.startsWith("plant-1  cycle 5 "))
                    .anyMatch(line -> line.startsWith("plant-2  cycle 1 ")));

            assertThat(demo.lines()).noneMatch(line -> line.startsWith("plant-2  cycle 2 "));
            assertStops(demo);
        }
    }

    @Test
    void theDemoReportsEachCycleAndLeavesNothingBehind() throws Exception {
        int port = FreePorts.find(1).get(0);
        try (LockstepProcess demo =
                LockstepProcess.start(temporary, "demo", "--port", Integer.toString(port), "--period", "300ms")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(demo.lines()).anyMatch(line -> line.startsWith("cycle 5 ")));
            assertThat(demo.lines())
                    .contains("The page: http://localhost:" + port + "/")
                    .anyMatch(
                            line -> line.matches(
                                    "cycle \\d+  mean [\\d.]+  \\[[\\d.]+ \\.\\. [\\d.]+]  3/3 nodes  leader [123]  skew [\\d.]+ ms"));
            assertThat(demo.descendants()).as("Redis").isNotEmpty();
            List<ProcessHandle> children = demo.descendants();

            assertStops(demo);
            assertThat(demo.lines()).last().isEqualTo("Stopping ...");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void aDemoThatIsEndedWhileItStartsLeavesNothingBehindEither() throws Exception {
        try (LockstepProcess demo = LockstepProcess.start(
                temporary, "demo", "--port", Integer.toString(FreePorts.find(1).get(0)))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(demo.descendants()).isNotEmpty());
            List<ProcessHandle> children = demo.descendants();

            demo.terminate(STOPPED_WITHIN);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void thePortOfAnotherProgramIsReportedAtOnce() throws Exception {
        try (ServerSocket other = new ServerSocket(0);
                LockstepProcess demo =
                        LockstepProcess.start(temporary, "demo", "--port", Integer.toString(other.getLocalPort()))) {
            demo.exitCode(PATIENCE);
            assertThat(demo.lines())
                    .last()
                    .asString()
                    .startsWith("lockstep demo: port " + other.getLocalPort() + " is in use by another program");
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void jsonLogsAreOneDocumentPerLine() throws Exception {
        try (LockstepProcess node = LockstepProcess.start(
                temporary,
                Map.of("LOG_FORMAT", "json", "ZOOKEEPER_HOSTS", ZOOKEEPER.hosts(), "NODE_ID", "7"),
                "node")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(node.lines())
                    .anyMatch(line -> line.contains("Node 7 is in session")));
            node.terminate(STOPPED_WITHIN);
            for (String line : node.lines()) {
                JsonNode event = Json.mapper().readTree(line);
                assertThat(event.get("context").get("name").asText()).isEqualTo("node-7");
                assertThat(event.get("level").asText()).isNotEmpty();
                assertThat(event.get("formattedMessage").asText()).isNotEmpty();
                assertThat(event.get("timestamp").asLong()).isPositive();
            }
        }
    }

    private static void assertStops(LockstepProcess process) {
        int code = process.terminate(STOPPED_WITHIN);
        assertThat(code).as("exit code; it printed:%n%s", process.log()).isZero();
    }
}
