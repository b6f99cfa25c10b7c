package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BenchUsageTest {

    static Stream<Arguments> badUsages() {
        return Stream.of(
                Arguments.of(
                        "--nodes 3,many",
                        "--nodes: 'many' is not a number of nodes; allowed are whole numbers from 1 to 2000, separated by"
                                + " commas"),
                Arguments.of("--nodes 0", "--nodes: '0' is not a number of nodes; allowed are whole numbers from 1"),
                Arguments.of(
                        "--cycles 9",
                        "--cycles: '9' is not a number of cycles; allowed are whole numbers from 10 to 1000000"),
                Arguments.of(
                        "--rounds 0",
                        "--rounds: '0' is not a number of rounds; allowed are whole numbers from 1 to 100"),
                Arguments.of(
                        "--zookeeper zk1:99999",
                        "--zookeeper: 'zk1:99999' is not a ZooKeeper connect string; allowed is"));
    }

    @ParameterizedTest
    @MethodSource("badUsages")
    void aBadValueIsRefusedWithWhatIsAllowed(String arguments, String message) {
        Invocation run = Invocation.of(("bench " + arguments).split(" "));

        assertThat(run.err()).startsWith("lockstep bench: " + message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void itsVariablesAreItsOwnSoThatItNeverLoadsTheServersOfTheNodes() {
        Invocation run = Invocation.of(
                Map.of("ZOOKEEPER_HOSTS", "not a host", "NODES", "many", "BENCH_ROUNDS", "none"), "bench");

        assertThat(run.err()).startsWith("lockstep bench: BENCH_ROUNDS: 'none' is not a number of rounds;");
    }

    @Test
    void theHelpHasExamples() {
        assertThat(Invocation.of("bench", "--help").out())
                .contains("Examples:", "lockstep bench --json", "[BENCH_JSON;");
    }
}
