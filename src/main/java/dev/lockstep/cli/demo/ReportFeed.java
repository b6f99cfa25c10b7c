package dev.lockstep.cli.demo;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the reports of a web backend on this machine, each once, in the order of the cycles of its cluster.
 *
 * <p>This class is used by one thread.
 */
final class ReportFeed {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;

    /** HTTP/1.1: the upgrade to HTTP/2, the default, sometimes hangs, and no timeout covers that (JDK 17.0.15). */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final String api;
    private final Map<String, Long> nextByCluster = new HashMap<>();

    ReportFeed(int port) {
        api = "http://127.0.0.1:" + port + "/api/v1/";
    }

    /** The fields of the backend's status that are used here. */
    private record Status(List<String> clusters) {}

    /** Returns the reports since the last call, cluster by cluster; none if the backend does not answer. */
    List<Report> next() throws InterruptedException {
        List<Report> fresh = new ArrayList<>();
        Status status = get("status", Status.class);
        for (String cluster : status == null ? List.<String>of() : status.clusters) {
            long next = nextByCluster.getOrDefault(cluster, 1L);
            Report[] newestFirst = get("reports?cluster=" + cluster + "&from=" + next, Report[].class);
            if (newestFirst != null && newestFirst.length > 0) {
                nextByCluster.put(cluster, newestFirst[0].cycle() + 1);
                List<Report> reports = Arrays.asList(newestFirst);
                Collections.reverse(reports);
                fresh.addAll(reports);
            }
        }
        return fresh;
    }

    private <T> T get(String path, Class<T> type) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(api + path)).timeout(TIMEOUT).build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return response.statusCode() == OK ? Json.read(response.body(), type) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
