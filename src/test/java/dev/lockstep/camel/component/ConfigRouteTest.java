package dev.lockstep.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.NodeRoutesTest;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigRouteTest extends NodeRoutesTest {

    @TempDir
    static Path folder;

    private final Path journal = folder.resolve("journal-" + System.nanoTime());
    private CapturedLog log;
    private LiveConfig config;

    @Override
    protected List<String> files() {
        return List.of("node/beans.camel.yaml", "node/config.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = super.settings();
        settings.put("node.journal", journal.toString());
        settings.put("sampling.period", "7");
        return settings;
    }

    @BeforeEach
    void readTheConfiguration() throws Exception {
        log = CapturedLog.of("config");
        config = context().getRegistry().lookupByNameAndType("config", LiveConfig.class);
        assertThat(config.awaitInitialized(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void closeTheLog() {
        log.close();
    }

    @Test
    void aValidChangeIsInForceAndLogged() throws Exception {
        configure("sampling_period", "2");

        await().untilAsserted(() ->
                assertThat(log.lines()).containsExactly("INFO Configuration: sampling_period is now '2'"));
        assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(Files.readString(journal))
                .contains("\"event\":\"config\"")
                .contains("\"key\":\"sampling_period\"")
                .contains("\"value\":\"2\"");
    }

    @Test
    void anInvalidChangeIsRefusedWithTheReason() throws Exception {
        configure("sampling_period", "often");

        await().untilAsserted(() -> assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN Configuration refused: sampling_period stays '7': 'often' is not a duration"));
        assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(7));
        assertThat(journal).as("nothing has changed").isEmptyFile();
    }

    @Test
    void aDeletedKeyFallsBackToTheSettingOfTheNode() throws Exception {
        configure("sampling_period", "2");
        await().until(() -> log.lines().size() == 1);
        client.delete().forPath(Znodes.config("sampling_period"));

        await().untilAsserted(() -> assertThat(log.lines())
                .last()
                .asString()
                .startsWith("INFO Configuration: sampling_period was deleted; the default '7'"));
    }

    @Test
    void aKeyThatOnlyRoutesUseIsLogged() throws Exception {
        configure("greeting", "hello");

        await().untilAsserted(
                        () -> assertThat(log.lines()).containsExactly("INFO Configuration: greeting is now 'hello'"));
    }
}
