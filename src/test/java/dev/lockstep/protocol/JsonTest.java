package dev.lockstep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00.123456Z");

    @Test
    void aReadingIsEncodedAsTheContractStates() {
        String text = "{\"id\":\"1\",\"cycle\":42,\"value\":80.0,\"takenAt\":\"2026-11-23T10:00:00.123456Z\"}";
        Reading reading = new Reading("1", 42, 80, TEN);

        assertThat(Json.write(reading)).isEqualTo(text);
        assertThat(Json.read(Znodes.encode(text), Reading.class)).isEqualTo(reading);
    }

    @Test
    void aReportIsEncodedAsTheContractStates() {
        String text = "{\"cluster\":\"c-1\",\"cycle\":42,\"epoch\":3,\"leader\":\"2\","
                + "\"openedAt\":\"2026-11-23T10:00:00.123456Z\",\"closedAt\":\"2026-11-23T10:00:01.123456Z\","
                + "\"count\":1,\"mean\":80.5,\"min\":80.5,\"max\":80.5,\"stddev\":0.0,\"skewMs\":0.0,"
                + "\"missing\":[\"3\"],"
                + "\"readings\":[{\"id\":\"1\",\"value\":80.5,\"takenAt\":\"2026-11-23T10:00:00.123456Z\"}]}";
        Report report = new Report(
                "c-1",
                42,
                3,
                "2",
                TEN,
                TEN.plusSeconds(1),
                1,
                80.5,
                80.5,
                80.5,
                0,
                0,
                List.of("3"),
                List.of(new Report.Entry("1", 80.5, TEN)));

        assertThat(Json.write(report)).isEqualTo(text);
        assertThat(Json.read(Znodes.encode(text), Report.class)).isEqualTo(report);
        assertThat(report.idempotencyKey()).isEqualTo("c-1-42");
    }

    @Test
    void timesAlwaysHaveSixDecimalsAndAreTruncatedNotRounded() {
        assertThat(Json.write(Instant.parse("2026-11-23T10:00:00Z"))).isEqualTo("\"2026-11-23T10:00:00.000000Z\"");
        assertThat(Json.write(Instant.parse("2026-11-23T10:00:00.9999999Z")))
                .isEqualTo("\"2026-11-23T10:00:00.999999Z\"");
    }

    @Test
    void fieldsOfALaterReleaseAreIgnored() {
        String text =
                "{\"id\":\"1\",\"cycle\":42,\"value\":80.0,\"takenAt\":\"2026-11-23T10:00:00.123456Z\",\"colour\":\"red\"}";

        assertThat(Json.read(Znodes.encode(text), Reading.class)).isEqualTo(new Reading("1", 42, 80, TEN));
    }

    @Test
    void jsonOfAnotherTypeIsRefusedWithTheReason() {
        for (String text : List.of("", "80", "null", "[]", "{\"id\":", "{\"value\":\"NaN\"}")) {
            assertThatThrownBy(() -> Json.read(Znodes.encode(text), Reading.class))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("is not a Reading");
        }
    }

    @Test
    void aReadingIsAFiniteNumber() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> new Reading("1", 42, value, TEN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("finite");
        }
    }
}
