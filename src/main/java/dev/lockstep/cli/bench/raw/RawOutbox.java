package dev.lockstep.cli.bench.raw;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * Delivers reports in their order, one at a time, behind the cycles.
 *
 * <p>One thread posts; {@link #delivered} is for any.
 */
final class RawOutbox {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI api;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private volatile int delivered = -1;

    RawOutbox(String api) {
        this.api = URI.create(api);
    }

    /** Delivers the report of {@code cycle} when those before it are delivered. */
    void post(int cycle, byte[] report) {
        last = last.thenCompose(before -> http.sendAsync(
                        HttpRequest.newBuilder(api)
                                .POST(BodyPublishers.ofByteArray(report))
                                .build(),
                        BodyHandlers.discarding()))
                .thenAccept(response -> delivered = cycle);
    }

    /** Returns the last cycle whose report is delivered; -1 if there is none. */
    int delivered() {
        return delivered;
    }
}
