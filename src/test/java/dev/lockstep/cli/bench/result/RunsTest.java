package dev.lockstep.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

    private final Runs runs = new Runs();

    @Test
    void aResultHasTheMediansOfItsRounds() {
        runs.add(3, Mode.FLOOR, 0, Samples.run(100));
        runs.add(3, Mode.FLOOR, 0, Samples.run(400));
        runs.add(3, Mode.FLOOR, 0, Samples.run(200));

        assertThat(runs.results()).containsExactly(new Result(3, Mode.FLOOR, 0, Samples.run(200), null, null));
    }

    @Test
    void theRatiosAreThoseOfTheSameNumberOfNodes() {
        for (int nodes : List.of(3, 10)) {
            runs.add(nodes, Mode.FLOOR, 0, Samples.run(600.0 / nodes));
            runs.add(nodes, Mode.RAW, 0, Samples.run(300.0 / nodes));
            runs.add(nodes, Mode.LOCKSTEP, nodes, Samples.run(240.0 / nodes));
        }

        assertThat(runs.results()).extracting(Result::nodes).containsExactly(3, 3, 3, 10, 10, 10);
        assertThat(runs.results()).extracting(Result::ratioToFloor).containsExactly(null, 0.5, 0.4, null, 0.5, 0.4);
        assertThat(runs.results()).extracting(Result::ratioToRaw).containsExactly(null, null, 0.8, null, null, 0.8);
    }

    @Test
    void incompleteCyclesAreAddedUp() {
        runs.add(3, Mode.LOCKSTEP, 3, Samples.runWithoutServers(50));
        runs.add(3, Mode.LOCKSTEP, 3, Samples.runWithoutServers(60));

        Measurement result = runs.results().get(0).median();
        assertThat(result.incompleteCycles()).isEqualTo(4);
        assertThat(result.requestsPerCycle()).isNull();
    }
}
