package dev.lockstep.camel.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private final RetryAfter retryAfter = new RetryAfter(500, 60_000);

    @Test
    void secondsAreUsedUnchanged() {
        assertThat(retryAfter.of(answer(Map.of("Retry-After", "7")))).contains(Duration.ofSeconds(7));
        assertThat(retryAfter.of(answer(Map.of("retry-after", " 7 ")))).contains(Duration.ofSeconds(7));
    }

    @Test
    void aDateIsComparedWithTheDateOfTheResponse() {
        Map<String, String> headers = Map.of(
                "Date", "Tue, 24 Nov 2026 10:00:00 GMT",
                "Retry-After", "Tue, 24 Nov 2026 10:00:30 GMT");

        assertThat(retryAfter.of(answer(headers)))
                .as("independently of this machine's clock")
                .contains(Duration.ofSeconds(30));
    }

    @Test
    void withoutADateInTheResponseThisMachinesClockIsUsed() {
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(30).atOffset(ZoneOffset.UTC));

        assertThat(retryAfter.of(answer(Map.of("Retry-After", soon))).orElseThrow())
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    @Test
    void thePauseHasBounds() {
        assertThat(retryAfter.of(answer(Map.of("Retry-After", "0")))).contains(Duration.ofMillis(500));
        assertThat(retryAfter.of(answer(Map.of("Retry-After", "86400")))).contains(Duration.ofMinutes(1));
        assertThat(retryAfter.of(answer(Map.of("Retry-After", "Tue, 24 Nov 1998 10:00:00 GMT"))))
                .contains(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999"})
    void anInvalidHeaderIsIgnored(String value) {
        assertThat(retryAfter.of(answer(Map.of("Retry-After", value)))).isEmpty();
    }

    @Test
    void withoutAResponseThereIsNoPause() {
        assertThat(retryAfter.of(new IOException("refused"))).isEmpty();
        assertThat(retryAfter.of(answer(Map.of()))).isEmpty();
    }

    private static HttpOperationFailedException answer(Map<String, String> headers) {
        return new HttpOperationFailedException("http://api/", 429, "Too Many Requests", null, headers, "");
    }
}
