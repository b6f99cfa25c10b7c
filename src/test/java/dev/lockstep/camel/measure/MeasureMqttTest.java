package dev.lockstep.camel.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.RoutesTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** With a real Mosquitto; skipped where there is none, which the build of a release does not put up with. */
@EnabledIf(
        value = "dev.lockstep.camel.measure.Mosquitto#isInstalled",
        disabledReason = "SKIPPED, for mosquitto and mosquitto_pub are not installed here")
class MeasureMqttTest extends RoutesTest {

    private static final String TOPIC = "plant/press 4/temperature";

    @TempDir
    static Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private Mosquitto broker;

    @Override
    protected List<String> files() {
        return List.of("measure-mqtt.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Override
    protected void setupResources() throws Exception {
        if (broker == null) {
            broker = new Mosquitto(folder);
        }
        settings.put("measure.mqtt.broker", broker.url());
        settings.put("measure.mqtt.topic", TOPIC);
        settings.putIfAbsent("measure.mqtt.max-age", "1h");
    }

    @Override
    protected void cleanupResources() throws Exception {
        broker.close();
    }

    @Test
    void theLastValueOfTheTopicStands() throws Exception {
        broker.start();
        assertThat(measure()).isEqualTo("no value was received from " + TOPIC + " yet");
        broker.publish(TOPIC, "21.5");
        await().untilAsserted(() -> assertThat(measure()).isEqualTo(21.5));
        assertThat(measure()).as("asked again").isEqualTo(21.5);
        broker.publish(TOPIC, "-7e0");

        await().untilAsserted(() -> assertThat(measure()).isEqualTo(-7.0));
    }

    @Test
    void aValueThatIsTooOldIsNone() throws Exception {
        restartWith("measure.mqtt.max-age", "500ms");
        broker.start();
        measure();
        broker.publish(TOPIC, "21.5");

        await().untilAsserted(() -> assertThat(measure())
                .asString()
                .matches("the last value of .* is \\d+ ms old; the maximum age is 500 ms"));
    }

    @Test
    void aRetainedValueIsOfUnknownAgeUntilAnotherComes() throws Exception {
        broker.start();
        broker.publish(TOPIC, "99", "-r");
        measure();
        await().untilAsserted(() -> assertThat(measure())
                .isEqualTo("the only value of " + TOPIC + " is a retained message of unknown age"));
        broker.publish(TOPIC, "21.5", "-r");

        await().untilAsserted(() -> assertThat(measure()).isEqualTo(21.5));
    }

    @Test
    void aNumberInJsonIsFoundByItsPath() throws Exception {
        restartWith("measure.mqtt.path", "$.sensors[1].value");
        broker.start();
        measure();
        broker.publish(TOPIC, "{\"sensors\":[{\"value\":1},{\"value\":\"21.5\"}]}");

        await().untilAsserted(() -> assertThat(measure()).hasToString("21.5"));
    }

    @Test
    void aBrokerThatComesLaterAndOneThatComesBackAreFound() throws Exception {
        assertThat(measure()).asString().contains("Unable to connect to server");
        broker.start();
        await().untilAsserted(() -> {
            measure();
            broker.publish(TOPIC, "21.5");
            assertThat(measure()).isEqualTo(21.5);
        });
        broker.close();
        broker.start();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            broker.publish(TOPIC, "22.5");
            assertThat(measure()).isEqualTo(22.5);
        });
    }

    /** The value, or why there is none. */
    private Object measure() {
        Exchange exchange = template().request("direct:measure", in -> {});
        Exception failure = exchange.getException();
        if (failure == null) {
            return exchange.getMessage().getBody();
        }
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof IllegalStateException)) {
            root = root.getCause();
        }
        return root instanceof IllegalStateException ? root.getMessage() : failure.getMessage();
    }

    private void restartWith(String key, String value) throws Exception {
        settings.put(key, value);
        setUp();
    }
}
