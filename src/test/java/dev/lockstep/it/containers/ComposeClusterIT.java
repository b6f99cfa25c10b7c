package dev.lockstep.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.testing.Command;
import dev.lockstep.testing.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * docker-compose-cluster.yml as it stands, built, started, and hurt in every way that Docker offers, one after the other. After
 * each fault the cluster is whole again; at the end its whole history is judged, and nothing is left.
 */
@NeedsDocker
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class ComposeClusterIT {

    private static final Path FOLDER = Path.of("target", "it").toAbsolutePath();
    private static final int PORT = 18080;
    private static final List<String> NODES = List.of("practica3-1", "practica3-2", "practica3-3");
    private static final List<String> SERVERS = List.of("zookeeper1", "zookeeper2", "zookeeper3");
    /** Sessions last 4 s here. */
    private static final Duration PAST_EVERY_SESSION = Duration.ofSeconds(7);

    private static final WebApi API = new WebApi(PORT);
    private static Path journals;
    private static Path routes;
    private static Compose cluster;
    private static boolean broken;

    @BeforeAll
    @Timeout(600)
    static void aClusterFromTheCheckout() {
        journals = Folders.writableByAll(Folders.empty(FOLDER.resolve("journals")));
        routes = Folders.writableByAll(Folders.copy(Path.of("routes"), Folders.empty(FOLDER.resolve("routes"))));
        cluster = new Compose(
                "lockstep-it",
                Command.of()
                        .with("PUBLISH", "127.0.0.1:" + PORT)
                        .with("ROUTES_DIR", routes.toString())
                        .with("JOURNALS", journals.toString())
                        .with("SAMPLING_PERIOD", "500ms")
                        .with("SESSION_TIMEOUT", "4s")
                        .with("ZOO_TICK_TIME", "500"),
                "docker-compose-cluster.yml",
                "src/test/resources/dev/lockstep/it/journals.yml");
        Images.build();
        cluster.close();
        cluster.run("build");
        Instant begin = Instant.now();
        cluster.run("up", "-d", "--build");
        cluster.awaitHealthy(8);
        Instant healthy = Instant.now();
        API.awaitReportAfter(0, "of all three", report -> report.path("count").asInt() == 3);
        System.out.printf(
                "docker-compose-cluster.yml up --build: healthy after %.1f s, first whole report after %.1f s%n",
                seconds(begin, healthy), seconds(begin, Instant.now()));
    }

    @AfterAll
    static void nothingIsLeft() {
        cluster.close();
        assertThat(cluster.left()).as("what is left of the project").isEmpty();
    }

    @BeforeEach
    void wholeBefore() {
        assertThat(broken)
                .as("the cluster did not come back after an earlier fault")
                .isFalse();
    }

    @AfterEach
    void wholeAgain() {
        broken = true;
        try {
            API.awaitWhole(3);
            broken = false;
        } finally {
            if (broken) {
                System.out.println(cluster.lastWords());
            }
        }
    }

    @Test
    @Order(1)
    void aKilledLeaderIsReplacedAndComesBack() {
        String leader = leader();
        fault("kill the leader's container", () -> Compose.docker("kill", leader));
        JsonNode next = API.awaitReport(
                "of another leader", report -> !container(report.path("leader")).equals(leader));
        assertThat(next.path("count").asInt()).isEqualTo(2);
        Compose.docker("start", leader);
    }

    @Test
    @Order(2)
    void aCrashedNodeIsStartedAgainByItsRestartPolicy() throws Exception {
        String node = follower();
        String before = Compose.docker("inspect", "-f", "{{.State.StartedAt}}", node);
        // From outside: docker kill counts as a wish that it be down.
        fault("kill -9 of a node's process", () -> Command.of(
                        "kill", "-9", Compose.docker("inspect", "-f", "{{.State.Pid}}", node))
                .run());
        await("the restart").atMost(Duration.ofSeconds(60)).until(() -> !Compose.docker(
                        "inspect", "-f", "{{.State.StartedAt}}", node)
                .equals(before));
        cluster.awaitHealthy(node);
    }

    @Test
    @Order(3)
    void aPausedNodeIsLeftOutAndTakenBack() {
        String node = follower();
        fault("pause a node", () -> Compose.docker("pause", node));
        API.awaitReport(
                "without the paused node", report -> report.path("count").asInt() == 2);
        Compose.docker("unpause", node);
    }

    @Test
    @Order(4)
    void aZooKeeperServerIsStoppedAndThenTheirLeader() {
        String server = zooKeeper("follower");
        fault("stop a ZooKeeper server", () -> Compose.docker("stop", "-t", "5", server));
        API.awaitWhole(3);
        Compose.docker("start", server);
        cluster.awaitHealthy(server);
        String leader = zooKeeper("leader");
        fault("stop the ZooKeeper leader", () -> Compose.docker("stop", "-t", "5", leader));
        API.awaitWhole(3);
        Compose.docker("start", leader);
        cluster.awaitHealthy(leader);
    }

    @Test
    @Order(5)
    void withoutAnyZooKeeperServerAllStandsAndGoesOnByItself() {
        fault(
                "stop all ZooKeeper servers",
                () -> cluster.run("stop", "-t", "5", "zookeeper1", "zookeeper2", "zookeeper3"));
        long last = API.cycle();
        await("every session to end")
                .pollDelay(PAST_EVERY_SESSION)
                .atMost(Duration.ofSeconds(60))
                // What was under way may still arrive.
                .untilAsserted(() -> assertThat(API.cycle()).isLessThanOrEqualTo(last + 1));
        await("a node's word that it takes no part")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Compose.docker("inspect", "-f", "{{.State.Health.Status}}", NODES.get(0))
                        .equals("unhealthy"));
        cluster.run("start", "zookeeper1", "zookeeper2", "zookeeper3");
        SERVERS.forEach(cluster::awaitHealthy);
    }

    @Test
    @Order(6)
    void aDisconnectedNodeIsLeftOutAndComesBack() {
        String node = follower();
        String network = Compose.docker("network", "ls", "-q", "--filter", "name=lockstep-it_zk-network");
        fault("disconnect a node", () -> Compose.docker("network", "disconnect", network, node));
        API.awaitReport("without the node", report -> report.path("count").asInt() == 2);
        Compose.docker("network", "connect", "--alias", node, network, node);
    }

    @Test
    @Order(7)
    void reportsAreKeptWhileRedisIsStopped() {
        long before = API.cycle();
        fault("stop redis", () -> cluster.run("stop", "-t", "5", "redis"));
        await("reports to be kept").atMost(Duration.ofSeconds(60)).until(() -> status("undelivered") >= 4);
        cluster.run("start", "redis");
        API.awaitReportAfter(before + 4, "after the kept ones", report -> true);
    }

    @Test
    @Order(8)
    void thePeriodAndTheApisAddressChangeLive() {
        assertThat(cluster.run("run", "--rm", "config", "set", "sampling_period=200ms"))
                .contains("sampling_period=200ms (new)");
        cluster.run("run", "--rm", "config", "set", "api_url=http://nobody");
        await("reports to be kept").atMost(Duration.ofSeconds(60)).until(() -> status("undelivered") >= 4);
        cluster.run("run", "--rm", "config", "set", "api_url=http://web:80/api/v1/reports", "sampling_period=500ms");
        API.awaitWhole(3);
        await("all to be delivered").atMost(Duration.ofSeconds(60)).until(() -> status("undelivered") == 0);
    }

    @Test
    @Order(9)
    void anEditedRouteIsInForceWithoutANewImage() throws Exception {
        Path measure = routes.resolve("measure-host.camel.yaml");
        String text = Files.readString(measure);
        Files.writeString(measure, Files.readString(routes.resolve("measure-simulated.camel.yaml")));
        API.awaitReport("of simulated values alone", ComposeClusterIT::simulated);
        Files.writeString(measure, text);
        API.awaitReport("of measured values", report -> !simulated(report));
    }

    /** Whether all values are whole numbers from 75 to 85, as hardly ever three loads of a machine are. */
    private static boolean simulated(JsonNode report) {
        return report.path("count").asInt() == 3
                && report.findValuesAsText("value").stream()
                        .mapToDouble(Double::parseDouble)
                        .allMatch(value -> value == Math.rint(value) && value >= 75 && value <= 85);
    }

    @Test
    @Order(10)
    void everythingIsRestartedAtOnce() {
        fault("docker compose restart", () -> cluster.run("restart", "-t", "10"));
        cluster.awaitHealthy(8);
    }

    @Test
    @Order(11)
    void thereAreFiveNodesAndThreeAgain() {
        fault(
                "scale to five nodes",
                () -> cluster.run("--profile", "more", "up", "-d", "--no-recreate", "--scale", "practica3-more=2"));
        API.awaitWhole(5);
        cluster.run("--profile", "more", "stop", "-t", "5", "practica3-more");
    }

    @Test
    @Order(12)
    void whatHappenedKeepsEveryPromise() {
        cluster.run(words("stop", "-t", "10", NODES));
        List<JsonNode> reports = API.reports();
        long stored = API.stored();
        long open = Long.parseLong(zkCli("get", "/barrier"));
        cluster.run(words("start", NODES));

        List<Path> lives = Folders.files(journals);
        System.out.printf("%d reports in %d lives of nodes%n", reports.size(), lives.size());
        // Three from the start and two more; one was killed, one crashed, all were restarted.
        assertThat(lives).as("journals").hasSizeGreaterThanOrEqualTo(3 + 2 + 2 + 3);
        assertThat(stored).as("reports that were stored").isEqualTo(reports.size());
        assertThat((long) reports.size())
                .as("reports; cycle " + open + " is open")
                .isBetween(open - 1, open);
        Audit.assertHolds(lives, reports);
    }

    private static void fault(String what, Runnable fault) {
        Instant begin = Instant.now();
        fault.run();
        System.out.printf("%s: took %.1f s%n", what, seconds(begin, Instant.now()));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static String leader() {
        return container(API.awaitWhole(3).path("leader"));
    }

    private static String follower() {
        String leader = leader();
        return NODES.stream().filter(node -> !node.equals(leader)).findFirst().orElseThrow();
    }

    private static String container(JsonNode id) {
        return "practica3-" + id.asText();
    }

    private static String zooKeeper(String mode) {
        return await("a ZooKeeper " + mode)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> SERVERS.stream()
                                .filter(server -> Compose.docker(
                                                "exec", server, "bash", "-c", "echo srvr | nc -w 2 127.0.0.1 2181")
                                        .contains("Mode: " + mode))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static String zkCli(String... words) {
        String[] command = Stream.concat(
                        Stream.of("exec", "zookeeper1", "zkCli.sh", "-server", "localhost:2181"), Stream.of(words))
                .toArray(String[]::new);
        return Compose.docker(command).lines().reduce((before, line) -> line).orElseThrow();
    }

    /** How many reports the command {@code status} counts as undelivered or refused. */
    private static int status(String what) {
        String json = Compose.docker("exec", NODES.get(0), "lockstep", "status", "--json");
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(json)
                    .path(what)
                    .path("count")
                    .asInt();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("is not JSON: " + json, e);
        }
    }

    private static String[] words(String command, String option, String value, List<String> more) {
        return Stream.concat(Stream.of(command, option, value), more.stream()).toArray(String[]::new);
    }

    private static String[] words(String command, List<String> more) {
        return Stream.concat(Stream.of(command), more.stream()).toArray(String[]::new);
    }
}
