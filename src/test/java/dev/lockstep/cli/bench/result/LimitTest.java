package dev.lockstep.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitTest {

    private static String limit(Double nodes, Double servers, Double machine, Double syncShare) {
        return new Limit(10, new Usage(nodes, servers, machine, syncShare, syncShare == null ? null : 1.4), 2)
                .sentence();
    }

    @Test
    void busyProcessorsLimitAndTheBusiestPartIsNamed() {
        assertThat(limit(1.2, 0.7, 1.9, 0.9))
                .isEqualTo("10 nodes: the processors of this machine limit the cycles, most of all the nodes: the nodes"
                        + " use 1.2 of 2 cores, the servers 0.7, other programs 0.0, and the leading server waits for its"
                        + " disk in 90 % of the time (1.4 ms each).");
        assertThat(limit(0.7, 1.2, 1.9, 0.9)).contains("most of all the ZooKeeper servers:");
        assertThat(limit(0.4, 0.5, 1.9, 0.9)).contains("most of all other programs, which distort the figures:");
    }

    @Test
    void aDiskThatIsBusyHalfOfTheTimeLimits() {
        assertThat(limit(0.4, 0.4, 0.9, 0.5)).contains("the disk of the leading ZooKeeper server limits the cycles:");
    }

    @Test
    void elseRoundTripsDo() {
        assertThat(limit(0.4, 0.4, 0.9, 0.4)).contains("the cycles consist of round trips between nodes and servers:");
    }

    @Test
    void serversElsewhereAreNotJudged() {
        assertThat(limit(0.4, null, 0.9, null))
                .endsWith("the nodes use 0.4 of 2 cores, others 0.5 (the ZooKeeper servers, if they are here).");
    }

    @Test
    void withoutTheMachinesLoadOnlyOurOwnIsCounted() {
        assertThat(limit(1.4, 0.4, null, null)).contains("most of all the nodes:");
        assertThat(limit(0.4, 0.4, null, null)).contains("round trips");
    }
}
