package dev.lockstep.it.containers;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The REST API of a {@code web} that is published at {@code port} on this machine, as an outsider reads it. */
final class WebApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int PAGE = 1000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String address;

    WebApi(int port) {
        address = "http://127.0.0.1:" + port;
    }

    /** The newest report; empty if there is none, or no answer. */
    Optional<JsonNode> latest() {
        return get("/api/v1/reports/latest");
    }

    /** The cycle of the newest report; 0 if there is none. */
    long cycle() {
        return latest().map(report -> report.path("cycle").asLong()).orElse(0L);
    }

    /** The number of reports that were stored, by the backend's own count. */
    long stored() {
        return get("/api/v1/status").orElseThrow().path("counts").path("stored").asLong();
    }

    /** Waits for a report of a cycle after the newest one of now, and is as asked for. */
    JsonNode awaitReport(String what, Predicate<JsonNode> wanted) {
        return awaitReportAfter(cycle(), what, wanted);
    }

    JsonNode awaitReportAfter(long cycle, String what, Predicate<JsonNode> wanted) {
        return await("a report: " + what)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(
                        () -> latest().filter(report -> report.path("cycle").asLong() > cycle)
                                .filter(wanted),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for a report of all {@code count} nodes, and none missing. */
    JsonNode awaitWhole(int count) {
        return awaitReport(
                "of " + count + " nodes",
                report -> report.path("count").asInt() == count
                        && report.path("missing").isEmpty());
    }

    /** All reports, oldest first. */
    List<JsonNode> reports() {
        List<JsonNode> all = new ArrayList<>();
        long last = cycle();
        for (long from = 1; from <= last; from += PAGE) {
            List<JsonNode> page = new ArrayList<>();
            get("/api/v1/reports?limit=%d&from=%d&to=%d".formatted(PAGE, from, from + PAGE - 1))
                    .orElseThrow()
                    .forEach(report -> page.add(0, report));
            all.addAll(page);
        }
        return all;
    }

    private Optional<JsonNode> get(String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(MAPPER.readTree(answer.body())) : Optional.empty();
        } catch (IOException notNow) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
