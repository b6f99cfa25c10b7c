package dev.lockstep.testing.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeApiTest {

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private FakeApi api;

    @BeforeEach
    void start() {
        api = FakeApi.start(folder.resolve("api.log"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void theFirstRequestOfAKeyHasTheEffect() throws Exception {
        assertThat(post("c-1", "{\"cycle\":1}")).isEqualTo(201);
        assertThat(post("c-1", "{\"cycle\":1,\"other\":true}")).isEqualTo(201);
        assertThat(post("c-2", "{\"cycle\":2}")).isEqualTo(201);

        assertThat(api.requests()).extracting(ApiRequest::key).containsExactly("c-1", "c-1", "c-2");
        assertThat(api.effects()).extracting(ApiRequest::body).containsExactly("{\"cycle\":1}", "{\"cycle\":2}");
        assertThat(api.effects().get(0).headers()).containsEntry("content-type", "application/json");
        assertThat(Files.readAllLines(folder.resolve("api.log"))).hasSize(3);
    }

    @Test
    void aFailedRequestHasNoEffectButItsRepetitionHas() throws Exception {
        api.answer(ApiAnswer.fail(503));
        assertThat(post("c-1", "{}")).isEqualTo(503);
        assertThat(api.effects()).isEmpty();

        api.answer(ApiAnswer.ACCEPT);
        assertThat(post("c-1", "{}")).isEqualTo(201);
        assertThat(api.effects()).hasSize(1);
    }

    @Test
    void aRequestWhoseReplyIsLostHasItsEffectOnce() throws Exception {
        api.answer(ApiAnswer.COMMIT_AND_DROP);
        assertThatThrownBy(() -> post("c-1", "{}")).isInstanceOf(IOException.class);
        assertThat(api.effects()).hasSize(1);

        api.answer(ApiAnswer.ACCEPT);
        assertThat(post("c-1", "{}")).isEqualTo(201);
        assertThat(api.effects()).hasSize(1);
    }

    @Test
    void aDroppedRequestHasNoEffect() {
        api.answer(ApiAnswer.DROP);
        assertThatThrownBy(() -> post("c-1", "{}")).isInstanceOf(IOException.class);
        assertThat(api.effects()).isEmpty();
    }

    @Test
    void aSlowAnswerComesAfterTheEffect() throws Exception {
        Duration delay = Duration.ofMillis(300);
        api.answer(ApiAnswer.acceptAfter(delay));
        long start = System.nanoTime();
        assertThat(post("c-1", "{}")).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void whileStoppedItRefusesAndThenServesAtTheSamePort() throws Exception {
        post("c-1", "{}");
        api.stop();
        assertThatThrownBy(() -> post("c-2", "{}")).isInstanceOf(ConnectException.class);
        api.resume();
        assertThat(post("c-2", "{}")).isEqualTo(201);
        assertThat(api.effects()).hasSize(2);
    }

    @Test
    void theOlderApiKnowsNoKeySoEveryRequestHasAnEffect() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + "/nuevo?dato=79.5"))
                .build();
        client.send(request, BodyHandlers.discarding());
        client.send(request, BodyHandlers.discarding());
        assertThat(api.effects())
                .extracting(ApiRequest::target)
                .containsExactly("/nuevo?dato=79.5", "/nuevo?dato=79.5");
    }

    private int post(String key, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + "/api/v1/reports"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + key + '"')
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
