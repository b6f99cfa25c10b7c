package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.delivery.DeliveryProblem;
import dev.lockstep.protocol.session.IdHolder;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {

    private static final Pattern OPEN = Pattern.compile("is open for ([0-9.]+) s");

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private CuratorFramework curator;

    @BeforeEach
    void connect() throws Exception {
        curator = ZOOKEEPER.client();
    }

    @Test
    void beforeTheFirstNodeThereIsNoCluster() throws Exception {
        assertThat(status().out()).isEqualTo("no cluster here yet: no node has ever connected\n");

        JsonNode json = Json.mapper().readTree(status("--json").out());
        assertThat(json.get("cluster").isNull()).isTrue();
        assertThat(json.get("leader").isNull()).isTrue();
        assertThat(json.get("nodes")).isEmpty();
    }

    @Test
    void anEmptyClusterHasNoNodes() throws Exception {
        ZnodeTree.create(curator);
        assertThat(status().out()).contains("leader       none: no node is alive\n", "nodes        none\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {Znodes.CLUSTER, Znodes.EPOCH, Znodes.BARRIER})
    void aDamagedTreeIsNamedAsTheReason(String znode) throws Exception {
        cluster();
        curator.delete().deletingChildrenIfNeeded().forPath(znode);

        assertThat(status().out()).contains("state        " + znode + " was removed and the rest was not");
    }

    @Test
    void nodesWithoutALeaderWait() throws Exception {
        ZnodeTree.create(curator);
        join("1");
        assertThat(status().out())
                .containsPattern("state        no leader: cycle 1 waits for one, open for .* s\n")
                .contains("leader       no leader: waiting\n");
    }

    @Test
    void theLowestSequenceLeads() throws Exception {
        cluster();
        assertThat(status().out())
                .containsPattern("cycle        42 is open for .* s\n")
                .contains("leader       2 (epoch 1)\n", "nodes        2\n")
                .contains("state        2 reports kept: API http://web/ answers 503 (since 2026-11-23T10:00:00Z)\n")
                .contains("\n             1 report refused permanently by the API and set aside (lockstep refused)\n")
                .contains("counter      110 measurements taken\n")
                .contains("undelivered  2 reports, of cycles 40 to 41\n")
                .contains("refused      1 report, of cycle 7\n")
                .containsPattern("\n  2 .* cycle 42  79\\.66  .* ago  leads\n");
    }

    @Test
    void theJsonDocumentHasItsDocumentedFields() throws Exception {
        cluster();
        Invocation run = status("--json");
        assertThat(run.out()).hasLineCount(1);

        JsonNode json = Json.mapper().readTree(run.out());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "cluster",
                        "cycle",
                        "openedAt",
                        "frozen",
                        "epoch",
                        "leader",
                        "nodes",
                        "counter",
                        "undelivered",
                        "problem",
                        "refused",
                        "state");
        assertThat(json.get("frozen").asBoolean()).isTrue();
        assertThat(json.get("problem").toString())
                .isEqualTo("{\"api\":\"http://web/\",\"why\":\"answers 503\","
                        + "\"since\":\"2026-11-23T10:00:00.000000Z\",\"cycle\":40}");
        assertThat(json.get("state")).hasSize(2);
        assertThat(json.get("cluster").asText()).isNotEmpty();
        assertThat(json.get("cycle").asLong()).isEqualTo(42);
        assertThat(json.get("epoch").asLong()).isEqualTo(1);
        assertThat(json.get("leader").asText()).isEqualTo("2");
        assertThat(json.get("counter").asLong())
                .as("of a node that has left, too")
                .isEqualTo(110);
        assertThat(json.get("undelivered").toString())
                .as("the report of the open cycle is in progress, not late")
                .isEqualTo("{\"count\":2,\"oldest\":40,\"newest\":41}");
        assertThat(json.get("refused").toString()).isEqualTo("{\"count\":1,\"oldest\":7,\"newest\":7}");

        JsonNode quiet = json.get("nodes").get(0);
        assertThat(quiet.fieldNames())
                .toIterable()
                .containsExactly("id", "host", "pid", "since", "cycle", "value", "takenAt", "counter");
        assertThat(quiet.get("id").asText()).isEqualTo("1");
        assertThat(quiet.get("value").isNull()).as("no reading yet").isTrue();
        JsonNode measured = json.get("nodes").get(1);
        assertThat(measured.get("host").asText()).isEqualTo("host-2");
        assertThat(measured.get("value").asDouble()).isEqualTo(79.66);
        assertThat(measured.get("takenAt").asText()).isEqualTo("2026-11-23T10:00:00.123456Z");
    }

    @Test
    void foreignZnodesAreIgnored() throws Exception {
        cluster();
        JsonNode before = json();
        for (String folder :
                new String[] {Znodes.NODES, Znodes.READINGS, Znodes.REPORTS, Znodes.REFUSED, Znodes.COUNTER}) {
            curator.create().forPath(folder + "/by-hand", Znodes.encode("nonsense"));
        }
        assertThat(json()).isEqualTo(before);

        curator.setData().forPath(Znodes.DELIVERY, Znodes.encode("nonsense"));
        curator.setData().forPath(Znodes.reading("2"), Znodes.encode("nonsense"));
        JsonNode json = json();
        assertThat(json.get("problem").isNull()).isTrue();
        assertThat(json.get("nodes").get(1).get("host").asText()).isEqualTo("host-2");
        assertThat(json.get("nodes").get(1).get("value").isNull()).isTrue();
    }

    @Test
    void aCycleThatLastsTooLongIsReported() throws Exception {
        cluster();
        curator.create().forPath(Znodes.mark(42), Znodes.encode(3_600_000));
        await("a cycle that is open for longer than any cycle without a period may be")
                .until(() -> {
                    String out = status().out();
                    assertThat(out).doesNotContain("does not continue");
                    Matcher open = OPEN.matcher(out);
                    return open.find() && Double.parseDouble(open.group(1)) > 2.1;
                });

        curator.setData().forPath(Znodes.mark(42), Znodes.encode(100));
        await().until(() ->
                status().out().contains("open for") && status().out().contains("leader 2 does not continue"));
    }

    /** All fields but the texts, which depend on how long the cycle is open. */
    private JsonNode json() throws Exception {
        return ((ObjectNode) Json.mapper().readTree(status("--json").out())).without("state");
    }

    private void cluster() throws Exception {
        ZnodeTree.create(curator);
        curator.setData().forPath(Znodes.BARRIER, Znodes.encode(42));
        curator.setData().forPath(Znodes.EPOCH, Znodes.encode("2"));
        join("1");
        join("2");
        run("2");
        run("1");
        Reading reading = new Reading("2", 42, 79.66, Instant.parse("2026-11-23T10:00:00.123456Z"));
        curator.create()
                .withMode(CreateMode.EPHEMERAL)
                .forPath(Znodes.reading("2"), Znodes.encode(Json.write(reading)));
        curator.create().forPath(Znodes.count("2"), Znodes.encode(41));
        curator.create().forPath(Znodes.count("left"), Znodes.encode(69));
        for (long cycle : new long[] {40, 41, 42}) {
            curator.create().forPath(Znodes.report(cycle), Znodes.encode("{}"));
        }
        curator.create().forPath(Znodes.refused(7), Znodes.encode("{}"));
        DeliveryProblem problem =
                new DeliveryProblem("http://web/", "answers 503", Instant.parse("2026-11-23T10:00:00Z"), 40);
        curator.setData().forPath(Znodes.DELIVERY, Znodes.encode(Json.write(problem)));
    }

    private void join(String id) throws Exception {
        IdHolder claim = new IdHolder(id, "host-" + id, 100, Instant.parse("2026-11-23T09:00:00Z"));
        curator.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node(id), Znodes.encode(Json.write(claim)));
    }

    /** Stands for election, as camel-zookeeper-master does it. */
    private void run(String id) throws Exception {
        String state = "{\"id\":\"election\",\"container\":\"%s\",\"uuid\":\"x\",\"services\":[]}".formatted(id);
        curator.create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath(Znodes.ELECTION + "/0", Znodes.encode(state));
    }

    private Invocation status(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "status";
        System.arraycopy(options, 0, args, 1, options.length);
        Invocation run = Invocation.of(Map.of("ZOOKEEPER_HOSTS", ZOOKEEPER.hosts()), args);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
