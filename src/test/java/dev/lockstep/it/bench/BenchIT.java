package dev.lockstep.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.faults.cluster.Launch;
import dev.lockstep.protocol.Json;
import dev.lockstep.testing.ChildProcess;
import dev.lockstep.testing.Jvm;
import dev.lockstep.testing.ZooKeeperServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench} as a user runs it. What it measures depends on the machine; that it measures, and leaves nothing, does not. */
class BenchIT {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

    private static final List<String> MEASURED =
            List.of(("cyclesPerSecond cycleP50Ms cycleP99Ms skewP50Ms skewP95Ms requestsPerCycle writesPerCycle"
                            + " cpuSecondsPer1000Cycles serverCpuSecondsPer1000Cycles")
                    .split(" "));

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    @TempDir
    private Path temporary;

    @TempDir
    private Path logs;

    @Test
    void allModesAreMeasuredAndNothingIsLeft() throws Exception {
        try (ChildProcess bench = bench("--nodes", "3", "--cycles", "50", "--rounds", "1", "--json")) {
            List<ProcessHandle> servers = awaitServers(bench);
            assertThat(bench.exitCode(LIMIT)).as(bench.log()).isZero();

            JsonNode document = Json.mapper().readTree(lastLine(bench));
            assertThat(document.get("machine").get("cores").asInt()).isPositive();
            assertThat(document.get("warmUpCycles").asInt()).isEqualTo(10);
            assertThat(document.get("limits")).hasSize(1);
            assertThat(document.get("results"))
                    .extracting(result -> result.get("mode").asText())
                    .containsExactly("floor", "raw", "lockstep");
            assertThat(document.get("results")).allSatisfy(BenchIT::assertIsMeasured);
            assertThat(document.get("results").get(2).get("realNodes").asInt()).isEqualTo(3);
            assertThat(document.get("results").get(2).get("ratioToRaw").asDouble())
                    .isPositive();
            assertNothingIsLeft(servers);
        }
    }

    private static void assertIsMeasured(JsonNode result) {
        assertThat(result.get("nodes").asInt()).isEqualTo(3);
        assertThat(MEASURED)
                .allSatisfy(field ->
                        assertThat(result.get(field).asDouble()).as(field).isPositive());
        // Three readings and a release; the counters are read while cycles go on.
        assertThat(result.get("writesPerCycle").asDouble()).isBetween(3.0, 12.0);
        assertThat(result.get("incompleteCycles").asInt()).isZero();
    }

    @Test
    void ctrlCEndsItWhileNodesRunAndNothingIsLeft() {
        try (ChildProcess bench = bench("--nodes", "3", "--cycles", "10", "--rounds", "100")) {
            List<ProcessHandle> servers = awaitServers(bench);
            await("the run of Lockstep").atMost(LIMIT).until(() -> bench.log().contains("3 nodes, raw: "));
            assertThat(bench.terminate(ENDS_WITHIN)).isEqualTo(1);
            assertThat(lastLine(bench)).isEqualTo("lockstep bench: stopped by a signal");
            assertNothingIsLeft(servers);
        }
    }

    @Test
    void ctrlCEndsItWhileItStarts() {
        try (ChildProcess bench = bench("--nodes", "3")) {
            List<ProcessHandle> servers = awaitServers(bench);
            assertThat(bench.terminate(ENDS_WITHIN)).isEqualTo(1);
            assertNothingIsLeft(servers);
        }
    }

    @Test
    void theServersEndWithABenchThatIsKilled() {
        try (ChildProcess bench = bench("--nodes", "3", "--cycles", "10000")) {
            List<ProcessHandle> servers = awaitServers(bench);
            bench.kill9();
            await().atMost(ENDS_WITHIN).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void onOtherServersItUsesAZnodeOfItsOwnAndDeletesIt() throws Exception {
        String hosts = ZOOKEEPER.hosts() + "/plants/a";
        try (ChildProcess bench = bench(
                        "--nodes",
                        "4",
                        "--cycles",
                        "20",
                        "--rounds",
                        "1",
                        "--raw-nodes",
                        "--json",
                        "--zookeeper",
                        hosts);
                CuratorFramework curator =
                        CuratorFrameworkFactory.newClient(ZOOKEEPER.hosts(), new RetryOneTime(100))) {
            curator.start();
            await().atMost(LIMIT).until(() -> curator.checkExists().forPath("/plants/a") != null);
            assertThat(bench.exitCode(LIMIT)).as(bench.log()).isZero();

            JsonNode result =
                    Json.mapper().readTree(lastLine(bench)).get("results").get(2);
            assertThat(result.get("nodes").asInt()).isEqualTo(4);
            assertThat(result.get("realNodes").asInt()).isEqualTo(1);
            assertThat(curator.checkExists().forPath("/plants")).isNull();
            assertThat(temporary).isEmptyDirectory();
        }
    }

    private ChildProcess bench(String... arguments) {
        List<String> command = Jvm.light();
        command.addAll(
                List.of("-Xmx256m", "-Djava.io.tmpdir=" + temporary, "-jar", Launch.PROGRAM.toString(), "bench"));
        command.addAll(List.of(arguments));
        return ChildProcess.start(new ProcessBuilder(command), logs.resolve("bench.log"));
    }

    private static List<ProcessHandle> awaitServers(ChildProcess bench) {
        await("three servers").atMost(LIMIT).until(() -> bench.descendants().size() == 3);
        return bench.descendants();
    }

    private void assertNothingIsLeft(List<ProcessHandle> servers) {
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
        assertThat(temporary).isEmptyDirectory();
    }

    private static String lastLine(ChildProcess bench) {
        List<String> lines = bench.lines();
        return lines.get(lines.size() - 1);
    }
}
