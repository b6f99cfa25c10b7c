package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "2, PT2S",
        "0.5, PT0.5S",
        "0.001, PT0.001S",
        "0.0015, PT0.0015S",
        "500ms, PT0.5S",
        "1.5ms, PT0.0015S",
        "2s, PT2S",
        "2S, PT2S",
        "'2 s', PT2S",
        "' 2s ', PT2S",
        "1m, PT1M",
        "0.5m, PT30S",
        "1h, PT1H",
        "24h, PT24H",
        "86400, PT24H",
        "PT2S, PT2S",
        "pt1m30s, PT1M30S",
        "P1D, PT24H",
        "PT0.25S, PT0.25S",
    })
    void everyDocumentedFormIsRead(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "-1", "-0.5s", "PT0S", "PT-2S", "0.0001", "0.5 ms", "0.000000001"})
    void lessThanAMillisecondIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'" + text + "' is too short; allowed are " + Durations.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"86401", "25h", "P2D", "999999999999h", "86400001ms"})
    void moreThanADayIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'" + text + "' is too long; allowed are " + Durations.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "2x",
                "s",
                "1,5",
                ".5",
                "1.",
                "1e3",
                "NaN",
                "Infinity",
                "2 2",
                "P",
                "99999999999999999"
            })
    void garbageIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'" + text + "' is not a duration; allowed are " + Durations.ALLOWED);
    }
}
