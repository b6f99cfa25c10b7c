package dev.lockstep.cli;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The reports that a web backend on this machine has, each once, in the order of the cycles. For one thread. */
final class ReportFeed {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;

    /** HTTP/1.1: the switch to HTTP/2, which is the default, now and then hangs in a way that no timeout covers (JDK 17.0.15). */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final String reports;
    private long next = 1;

    ReportFeed(int port) {
        reports = "http://127.0.0.1:" + port + "/api/v1/reports?from=";
    }

    /** What came since the last call; nothing while the backend does not answer. */
    List<Report> next() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(reports + next))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return response.statusCode() == OK ? inOrder(Json.read(response.body(), Report[].class)) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<Report> inOrder(Report[] newestFirst) {
        List<Report> fresh = Arrays.stream(newestFirst)
                .sorted(Comparator.comparingLong(Report::cycle))
                .toList();
        if (!fresh.isEmpty()) {
            next = fresh.get(fresh.size() - 1).cycle() + 1;
        }
        return fresh;
    }
}
