package dev.lockstep.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.camel.lifecycle.WebMain;
import dev.lockstep.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.Main;

/** The real web backend with the routes in {@code routes/}, on a free port, and an HTTP client for it. */
final class Backend implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * HTTP/1.1, which browsers and curl use without TLS. By default, this client requests an upgrade to HTTP/2, and sometimes
     * waits forever for the body of the response after it, which its timeout does not cover (JDK 17.0.15).
     */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Main main;
    private final String address;

    private Backend(Main main) {
        this.main = main;
        this.address = "http://localhost:" + WebMain.port(main);
    }

    static Backend start(String redisUrl) {
        Main main = WebMain.create(Path.of("routes"), 0, redisUrl, false);
        main.start();
        return new Backend(main);
    }

    Main main() {
        return main;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String report) {
        return send(posting(report));
    }

    HttpRequest.Builder posting(String report) {
        return request("/api/v1/reports")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(report));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body().getBytes(UTF_8), JsonNode.class);
    }

    @Override
    public void close() {
        main.stop();
    }
}
