package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusedCommandTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private CuratorFramework curator;

    @BeforeEach
    void connect() throws Exception {
        curator = ZOOKEEPER.client();
        ZnodeTree.create(curator);
    }

    @Test
    void refusedReportsAreListedOldestFirst() throws Exception {
        refuse(9);
        refuse(10);
        curator.create().forPath(Znodes.REFUSED + "/by-hand");
        assertThat(refused().out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("cycle 9  mean 80.50  [80.00 .. 81.00]  2/2 nodes");
    }

    @Test
    void withoutRefusedReportsNothingIsListed() throws Exception {
        assertThat(refused().out()).isEmpty();
        assertThat(refused().exitCode()).isZero();
    }

    @Test
    void oneReportIsPrintedAsItIs() throws Exception {
        String text = refuse(9);
        assertThat(refused("9").out()).isEqualTo(text + "\n");
    }

    @Test
    void aReportIsRequeuedUnchanged() throws Exception {
        String text = refuse(9);
        refuse(10);
        assertThat(refused("--retry", "9").out()).isEqualTo("cycle 9 will be sent again\n");

        assertThat(curator.getData().forPath(Znodes.report(9))).asString().isEqualTo(text);
        assertThat(curator.getChildren().forPath(Znodes.REFUSED)).containsExactly("10");
    }

    @Test
    void withoutACycleAllAreRequeued() throws Exception {
        refuse(9);
        refuse(10);
        assertThat(refused("--retry").exitCode()).isZero();

        assertThat(curator.getChildren().forPath(Znodes.REFUSED)).isEmpty();
        assertThat(curator.getChildren().forPath(Znodes.REPORTS)).containsExactlyInAnyOrder("9", "10");
    }

    @Test
    void aCycleThatWasNotRefusedIsReported() throws Exception {
        Invocation run = refused("--retry", "7");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no refused report of cycle 7");
        assertThat(refused("seven").exitCode()).isEqualTo(2);
    }

    @Test
    void anInvalidReportIsReported() throws Exception {
        curator.create().forPath(Znodes.refused(8), Znodes.encode("nonsense"));
        refuse(9);
        assertThat(refused().out().lines())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("cycle 8  is not a valid report; 'lockstep refused 8' prints its content");
        assertThat(refused("8").out()).isEqualTo("nonsense\n");
    }

    private String refuse(long cycle) throws Exception {
        Instant at = Instant.parse("2026-11-24T10:00:00Z");
        String text = Json.write(new Report(
                "c",
                cycle,
                1,
                "1",
                at,
                at,
                2,
                80.5,
                80,
                81,
                0.5,
                0,
                List.of(),
                List.of(new Report.Entry("1", 80, at), new Report.Entry("2", 81, at))));
        curator.create().forPath(Znodes.refused(cycle), Znodes.encode(text));
        return text;
    }

    private Invocation refused(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "refused";
        System.arraycopy(options, 0, args, 1, options.length);
        return Invocation.of(Map.of("ZOOKEEPER_HOSTS", ZOOKEEPER.hosts()), args);
    }
}
