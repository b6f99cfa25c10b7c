package dev.lockstep.testing.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The API that stands behind {@link FakeApi}, if there is one; threadsafe. */
interface Upstream {

    /** No other API: what is asked for is done. */
    Upstream NONE = (exchange, body, wanted) -> wanted;

    /** Passes a request on if it shall have an effect; returns what is to be answered, and whether it had its effect. */
    ApiAnswer pass(HttpExchange exchange, String body, ApiAnswer wanted) throws IOException;

    /** The API at that address. */
    static Upstream at(String url) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        return (exchange, body, wanted) -> wanted.commits() ? send(client, url, exchange, body, wanted) : wanted;
    }

    private static ApiAnswer send(HttpClient client, String url, HttpExchange exchange, String body, ApiAnswer wanted)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + exchange.getRequestURI()))
                .timeout(Duration.ofSeconds(5))
                .method(exchange.getRequestMethod(), BodyPublishers.ofString(body));
        for (String header : List.of("Content-Type", "Idempotency-Key")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        try {
            HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
            boolean taken = answer.statusCode() / 100 == 2;
            return taken && wanted.status() / 100 != 2
                    ? wanted
                    : new ApiAnswer(answer.statusCode(), taken, wanted.delay(), Map.of());
        } catch (IOException gone) {
            // It may have its effect all the same: then the next request for that cycle is told so.
            return ApiAnswer.DROP;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
