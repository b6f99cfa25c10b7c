package dev.lockstep.camel.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.RoutesTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureHostTest extends RoutesTest {

    @Override
    protected List<String> files() {
        return List.of("measure-host.camel.yaml");
    }

    @Test
    void aValueIsAPercentageAndRisesWithTheLoad() {
        await().untilAsserted(() -> {
            double value = template().requestBody("direct:measure", null, Double.class);
            assertThat(value).isBetween(0.0, 100.0);
            assertThat(value).as("this loop is some load").isPositive();
        });
    }

    /** The operating system tells the load since it was last asked: asked again at once it has nothing to tell. */
    @Test
    void nodesThatMeasureAtTheSameInstantGetTheSameValue() {
        double first = template().requestBody("direct:measure", null, Double.class);

        assertThat(template().requestBody("direct:measure", null, Double.class)).isEqualTo(first);
    }
}
