package dev.lockstep.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {

    @Test
    void theDocumentIsFlatAndItsNumbersHaveUnits() throws Exception {
        JsonNode document = Json.mapper().readTree(Json.write(Samples.report()));

        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly(
                        "machine",
                        "zookeeper",
                        "ownServers",
                        "cycles",
                        "warmUpCycles",
                        "rounds",
                        "results",
                        "limits",
                        "notes");
        assertThat(document.get("results").get(2).toString())
                .isEqualTo("{\"nodes\":3,\"mode\":\"lockstep\",\"realNodes\":3,\"cyclesPerSecond\":80.0,"
                        + "\"cycleP50Ms\":12.5,\"cycleP99Ms\":25.0,\"skewP50Ms\":1.25,\"skewP95Ms\":2.5,"
                        + "\"requestsPerCycle\":10.0,\"writesPerCycle\":4.0,\"cpuSecondsPer1000Cycles\":3.0,"
                        + "\"serverCpuSecondsPer1000Cycles\":1.5,\"incompleteCycles\":0,"
                        + "\"usage\":{\"nodeCores\":0.5,\"serverCores\":0.25,\"machineCores\":0.8,\"syncShare\":0.2,"
                        + "\"syncMs\":0.7},\"ratioToFloor\":0.4,\"ratioToRaw\":0.5}");
    }

    @Test
    void whatIsNotKnownIsLeftOutAndNoted() {
        BenchReport report = Samples.report(
                Samples.MACHINE,
                false,
                List.of(new Result(1000, Mode.LOCKSTEP, 1, Samples.runWithoutServers(10), null, null)));

        assertThat(Json.write(report.results().get(0))).doesNotContain("requestsPerCycle", "ratioToRaw");
        assertThat(report.notes())
                .satisfiesExactly(
                        note -> assertThat(note).isEqualTo("1000 nodes, lockstep: in 2 cycles a node had no reading"),
                        note -> assertThat(note).startsWith("with raw nodes, one node is as it is shipped"),
                        note -> assertThat(note).startsWith("the servers did not tell their requests"),
                        note -> assertThat(note).contains("all clients of the servers that --zookeeper names"));
    }

    @Test
    void dataInMemoryAreNoted() {
        Machine machine = new Machine(2, 8000, 2000, "17", "Linux", null, "tmpfs");

        assertThat(Samples.report(machine, true, List.of()).notes())
                .containsExactly("the servers wrote to memory (tmpfs): -Djava.io.tmpdir=DIR names a folder on a disk");
    }
}
