package dev.lockstep.cli.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServerTotalsTest {

    private static final String SRVR =
            """
            Zookeeper version: 3.9.5
            Latency min/avg/max: 0/1.2/30
            Received: %d
            Sent: 34
            Connections: 3
            Outstanding: 0
            Zxid: 0x%s
            Mode: leader
            Node count: 5
            """;
    private static final String MNTR =
            """
            zk_version\t3.9.5
            zk_server_state\t%s
            zk_cnt_fsynctime\t20
            zk_sum_fsynctime\t31
            """;

    @Test
    void theDiskIsThatOfTheServerThatLeads() throws IOException {
        ServerTotals leader = ServerTotals.parse(SRVR.formatted(100, "200000005"), MNTR.formatted("leader"));
        ServerTotals follower = ServerTotals.parse(SRVR.formatted(50, "200000004"), MNTR.formatted("follower"));

        assertThat(leader).isEqualTo(new ServerTotals(100, 0x200000005L, 20, 31));
        assertThat(follower.plus(leader)).isEqualTo(new ServerTotals(150, 0x200000005L, 20, 31));
    }

    @Test
    void mntrMayBeForbidden() throws IOException {
        assertThat(ServerTotals.parse(
                        SRVR.formatted(100, "5"), "mntr is not executed because it is not in the whitelist.\n"))
                .isEqualTo(new ServerTotals(100, 5, 0, 0));
    }

    @Test
    void withoutSrvrThereIsNothing() {
        assertThatThrownBy(() -> ServerTotals.parse("srvr is not executed because it is not in the whitelist.\n", ""))
                .isInstanceOf(IOException.class)
                .hasMessage("srvr is answered with: srvr is not executed because it is not in the whitelist.");
    }
}
