package dev.lockstep.camel.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.camel.RoutesTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MeasureSimulatedTest extends RoutesTest {

    @Override
    protected List<String> files() {
        return List.of("measure-simulated.camel.yaml");
    }

    @Test
    void aValueIsAWholeNumberFrom75To85() {
        Set<Integer> values = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            values.add(template().requestBody("direct:measure", null, Integer.class));
        }

        assertThat(values).containsExactly(75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85);
    }
}
