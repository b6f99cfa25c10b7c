package dev.lockstep.web;

import static dev.lockstep.web.Backend.json;
import static dev.lockstep.web.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.lifecycle.WebMain;
import dev.lockstep.embedded.EmbeddedRedis;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A 2xx guarantees that the report is stored; without Redis the backend answers 503. */
class RedisAwayTest {

    @TempDir
    Path data;

    @Test
    void everyReportSurvivesARestartOfRedisAndTheBackend() {
        EmbeddedRedis redis = EmbeddedRedis.start(data);
        int port = redis.port();
        try (Backend backend = Backend.start(redis.url())) {
            for (int cycle = 1; cycle <= 20; cycle++) {
                assertThat(backend.post(report("c", cycle, cycle)).statusCode()).isEqualTo(201);
            }
            String before = backend.get("/api/v1/reports").body();

            redis.close();
            assertUnavailable(backend);

            redis = EmbeddedRedis.start(data, port);
            // The first request must succeed: no connection of the pool may be one to the old server.
            assertThat(backend.get("/api/v1/reports").body()).isEqualTo(before);
            assertThat(backend.post(report("c", 20, 99)).statusCode()).isEqualTo(200);
            assertThat(backend.post(report("c", 21, 21)).statusCode()).isEqualTo(201);
        }
        try (Backend backend = Backend.start(redis.url())) {
            assertThat(json(backend.get("/api/v1/reports"))).hasSize(21);
            assertThat(json(backend.get("/api/v1/status")).at("/counts/stored").asInt())
                    .isEqualTo(21);
        } finally {
            redis.close();
        }
    }

    @Test
    void aBackendThatStartsBeforeRedisWorksOnceRedisRuns() {
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.start(data)) {
            port = redis.port();
        }
        try (Backend backend = Backend.start("redis://127.0.0.1:" + port)) {
            assertUnavailable(backend);
            try (EmbeddedRedis redis = EmbeddedRedis.start(data, port)) {
                await().untilAsserted(() ->
                        assertThat(backend.get("/observe/health").statusCode()).isEqualTo(200));
                assertThat(backend.post(report("c", 1, 80)).statusCode()).isEqualTo(201);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:6379", "http://localhost:6379", "redis://", "redis://user:secret@"})
    void anInvalidRedisUrlIsRefusedWithoutShowingAPassword(String url) {
        assertThatThrownBy(() -> WebMain.create(Path.of("routes"), 0, url, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REDIS_URL")
                .hasMessageNotContaining("secret");
    }

    private static void assertUnavailable(Backend backend) {
        List<HttpResponse<String>> answers = List.of(
                backend.post(report("c", 1, 80)),
                backend.get("/api/v1/reports"),
                backend.get("/api/v1/reports/latest"),
                backend.get("/api/v1/status"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(json(answer).at("/status").asInt()).isEqualTo(503);
        });
        assertThat(backend.get("/nuevo?dato=1").statusCode()).isEqualTo(500);
        assertThat(backend.get("/listar").statusCode()).isEqualTo(500);
        HttpResponse<String> health = backend.get("/observe/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(json(health).at("/status").asText()).isEqualTo("DOWN");
        assertThat(backend.get("/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(backend.get("/").statusCode()).isEqualTo(200);
    }
}
