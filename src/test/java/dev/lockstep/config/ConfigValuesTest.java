package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.config.ConfigChange.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigValuesTest {

    private static final ConfigValues INITIAL = ConfigValues.of(Map.of("sampling_period", "7"));

    @Test
    void withoutWrittenValuesTheDefaultsAreInForce() {
        assertThat(INITIAL.settings())
                .isEqualTo(
                        new Settings(Duration.ofSeconds(7), ApiUrl.parse("localhost:8080"), Duration.ofSeconds(10), 1));
        assertThat(INITIAL.texts()).containsEntry("sampling_period", "7").containsEntry("min_nodes", "1");
    }

    @Test
    void anInvalidDefaultIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigValues.of(Map.of("min_nodes", "0")))
                .withMessage("'0' is not a whole number from 1 to 1000000");
    }

    @Test
    void aValidTextIsInForce() {
        ConfigValues.Update update = INITIAL.update(Map.of("sampling_period", "500ms", "min_nodes", "3"));

        assertThat(update.changes()).extracting(ConfigChange::key).containsExactly("min_nodes", "sampling_period");
        assertThat(update.changes()).allMatch(ConfigChange::accepted);
        assertThat(update.changes().get(0).message()).isEqualTo("min_nodes is now '3'");
        assertThat(update.values().settings().samplingPeriod()).isEqualTo(Duration.ofMillis(500));
        assertThat(update.values().settings().minNodes()).isEqualTo(3);
    }

    @Test
    void anInvalidTextLeavesTheLastGoodOneInForce() {
        ConfigValues good = INITIAL.update(Map.of("sampling_period", "2")).values();
        ConfigValues.Update bad = good.update(Map.of("sampling_period", "soon"));

        assertThat(bad.changes()).singleElement().satisfies(change -> {
            assertThat(change.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(change.accepted()).isFalse();
            assertThat(change.value()).isEqualTo("soon");
            assertThat(change.inForce()).isEqualTo("2");
            assertThat(change.message())
                    .isEqualTo("sampling_period stays '2': 'soon' is not a duration; allowed are " + Durations.ALLOWED);
        });
        assertThat(bad.values().settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aTextThatDoesNotWorkIsRefusedUnlessAnotherWasWritten() {
        ConfigValues good = INITIAL.update(Map.of("plant/poll", "5s")).values();
        ConfigValues bad = good.update(Map.of("plant/poll", "soon")).values();
        assertThat(bad.text("plant/poll")).hasValue("soon");

        ConfigValues.Update refused = bad.refuse("plant/poll", "soon", "5s", "route poll cannot");
        assertThat(refused.changes())
                .extracting(ConfigChange::message)
                .containsExactly("plant/poll stays '5s': route poll cannot");
        assertThat(refused.values().text("plant/poll")).hasValue("5s");
        assertThat(refused.values().update(Map.of("plant/poll", "soon")).changes())
                .as("once refused, not checked again")
                .isEmpty();

        ConfigValues.Update late =
                bad.update(Map.of("plant/poll", "9s")).values().refuse("plant/poll", "soon", "5s", "");
        assertThat(late.changes()).isEmpty();
        assertThat(late.values().text("plant/poll")).hasValue("9s");
    }

    @Test
    void aFirstTextThatDoesNotWorkLeavesTheDefault() {
        ConfigValues bad = INITIAL.update(Map.of("plant/poll", "soon")).values();
        ConfigValues.Update refused = bad.refuse("plant/poll", "soon", null, "route poll cannot");
        assertThat(refused.changes())
                .extracting(ConfigChange::message)
                .containsExactly("plant/poll stays at its default: route poll cannot");
        assertThat(refused.values().text("plant/poll")).isEmpty();
    }

    @Test
    void aRefusedTextIsReportedOnce() {
        ConfigValues bad = INITIAL.update(Map.of("sampling_period", "soon")).values();
        assertThat(bad.update(Map.of("sampling_period", "soon")).changes()).isEmpty();
    }

    @Test
    void theGoodTextWrittenAgainAfterABadOneIsAChange() {
        ConfigValues bad = INITIAL.update(Map.of("sampling_period", "2"))
                .values()
                .update(Map.of("sampling_period", "soon"))
                .values();
        assertThat(bad.update(Map.of("sampling_period", "2")).changes())
                .containsExactly(ConfigChange.accepted("sampling_period", "2"));
    }

    @Test
    void aDeletedKeyFallsBackToItsDefault() {
        ConfigValues written = INITIAL.update(Map.of("sampling_period", "2")).values();
        ConfigValues.Update deleted = written.update(Map.of());

        assertThat(deleted.changes()).containsExactly(ConfigChange.deleted("sampling_period", "7"));
        assertThat(deleted.changes().get(0).message())
                .isEqualTo("sampling_period was deleted; the default '7' is in force");
        assertThat(deleted.values().settings()).isEqualTo(INITIAL.settings());
    }

    @Test
    void anyOtherKeyTakesAnyTextAndHasNoDefault() {
        ConfigValues written = INITIAL.update(Map.of("plant/limit", "")).values();
        assertThat(written.text("plant/limit")).hasValue("");

        ConfigValues.Update deleted = written.update(Map.of());
        assertThat(deleted.values().text("plant/limit")).isEmpty();
        assertThat(deleted.changes()).containsExactly(ConfigChange.deleted("plant/limit", null));
    }
}
