package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.FreePorts;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZooKeeperClient;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConfigCommandTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private Map<String, String> variables;

    @BeforeEach
    void tellTheAddress() {
        variables = Map.of("ZOOKEEPER_HOSTS", ZOOKEEPER.hosts() + "/plant-a");
    }

    @Test
    void withoutWrittenValuesTheDefaultsAreShown() {
        assertThat(run("config", "get"))
                .isEqualTo(
                        done(
                                """
                                api_url=localhost:8080   # default
                                cycle_timeout=10   # default
                                min_nodes=1   # default
                                sampling_period=5   # default
                                """));
        assertThat(run("config", "get", "sampling_period")).isEqualTo(done("5\n"));
    }

    @Test
    void readingCreatesNothing() throws Exception {
        run("config", "get");
        try (CuratorFramework curator = client("")) {
            assertThat(curator.checkExists().forPath("/plant-a")).isNull();
        }
    }

    @Test
    void getReturnsTheValueThatWasSet() {
        assertThat(run("config", "set", "sampling_period=500ms", "api_url=web:8080/ingest?a=b"))
                .isEqualTo(done("sampling_period=500ms (new)\napi_url=web:8080/ingest?a=b (new)\n"));
        assertThat(run("config", "get", "api_url")).isEqualTo(done("web:8080/ingest?a=b\n"));
        assertThat(run("config", "get").out()).contains("sampling_period=500ms\n");
    }

    @Test
    void settingTheSameAgainWritesNothing() throws Exception {
        run("config", "set", "min_nodes=2");
        assertThat(run("config", "set", "min_nodes=2")).isEqualTo(done("min_nodes=2 (unchanged)\n"));
        assertThat(run("config", "set", "min_nodes=3")).isEqualTo(done("min_nodes=3 (was 2)\n"));
        try (CuratorFramework curator = client("/plant-a")) {
            assertThat(curator.checkExists().forPath(Znodes.config("min_nodes")).getVersion())
                    .isEqualTo(1);
        }
    }

    @Test
    void aKeyForRoutesIsWrittenWithANote() {
        Invocation set = run("config", "set", "plant/limit=80");
        assertThat(set.exitCode()).isZero();
        assertThat(set.err())
                .isEqualTo(
                        "note: plant/limit is a key for route files; Lockstep itself reads only sampling_period, api_url,"
                                + " cycle_timeout, min_nodes\n");
        assertThat(run("config", "get", "plant/limit")).isEqualTo(done("80\n"));
    }

    @Test
    void ifOneValueIsInvalidNothingIsWritten() {
        Invocation set = run("config", "set", "min_nodes=2", "sampling_period=0");
        assertThat(set.exitCode()).isEqualTo(2);
        assertThat(set.err())
                .startsWith("lockstep config set: sampling_period: '0' is too short; allowed are seconds")
                .hasLineCount(1);
        assertThat(run("config", "get", "min_nodes")).isEqualTo(done("1\n"));
    }

    @Test
    void anArgumentThatIsNotAnAssignmentIsRefused() {
        for (String bad : new String[] {"min_nodes", "=2", "a b=2", "/a=2", "a/=2", "../a=2", "a//b=2"}) {
            Invocation set = run("config", "set", bad);
            assertThat(set.exitCode()).as(bad).isEqualTo(2);
            assertThat(set.err()).contains("'" + bad + "' is not KEY=VALUE").hasLineCount(1);
        }
    }

    @Test
    void anInvalidValueInZooKeeperIsMarked() throws Exception {
        try (CuratorFramework curator = client("/plant-a")) {
            curator.create().creatingParentsIfNeeded().forPath(Znodes.config("sampling_period"), Znodes.encode("soon"));
        }
        assertThat(run("config", "get").out())
                .contains("sampling_period=soon   # not in force: 'soon' is not a duration; allowed are");
        Invocation get = run("config", "get", "sampling_period");
        assertThat(get.out()).isEqualTo("soon\n");
        assertThat(get.err()).startsWith("not in force: 'soon' is not a duration");
    }

    @Test
    void aKeyThatDoesNotExistIsAFailure() {
        assertThat(run("config", "get", "no/such"))
                .isEqualTo(new Invocation(1, "", "lockstep config get: there is no no/such below /config\n"));
    }

    @Test
    void withoutZooKeeperItFailsSoon() {
        String nobody = "127.0.0.1:" + FreePorts.find(1).get(0);
        for (String[] args : new String[][] {{"config", "get"}, {"config", "set", "min_nodes=2"}, {"status"}}) {
            Waiter<Invocation> patient = Waiter.start(() -> waiting("1h", nobody, args));
            Invocation run = waiting("300ms", nobody, args);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains(": no answer from ZooKeeper at " + nobody + " within 300 ms")
                    .hasLineCount(1);
            assertThat(patient.isDone()).as("one that may wait for an hour").isFalse();
            patient.interrupt();
        }
    }

    private static Invocation waiting(String wait, String hosts, String... args) {
        return Invocation.of(Map.of("ZOOKEEPER_HOSTS", hosts, "ZOOKEEPER_WAIT", wait), args);
    }

    private Invocation run(String... args) {
        return Invocation.of(variables, args);
    }

    private static Invocation done(String out) {
        return new Invocation(0, out, "");
    }

    private CuratorFramework client(String chroot) {
        return ZooKeeperClient.connect(ZOOKEEPER.hosts() + chroot, Duration.ofSeconds(10));
    }
}
