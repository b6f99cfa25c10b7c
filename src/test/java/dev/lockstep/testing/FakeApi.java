package dev.lockstep.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/** An HTTP server that remembers what it was sent and answers as the test says. */
public final class FakeApi implements AutoCloseable {

    /** One request; header names are in upper and lower case alike. */
    public record Request(String method, String target, Map<String, List<String>> headers, String body, int answer) {
        public Report report() {
            return Json.read(body.getBytes(StandardCharsets.UTF_8), Report.class);
        }
    }

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Request> answer = request -> 201;
    private volatile Map<String, String> answerHeaders = Map.of();

    public FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Without scheme and path, as a user writes it. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public void answer(int status) {
        answer = request -> status;
    }

    /** Answers with the status that {@code answer} gives; the request's own is 0. */
    public void answer(ToIntFunction<Request> answer) {
        this.answer = answer;
    }

    /** What every answer carries from now on. */
    public void answerHeaders(Map<String, String> answerHeaders) {
        this.answerHeaders = answerHeaders;
    }

    public List<Request> requests() {
        return requests;
    }

    /** The cycles of the reports that were taken, in order. */
    public List<Long> taken() {
        return requests.stream()
                .filter(request -> request.answer() < 300)
                .map(request -> request.report().cycle())
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            String method = exchange.getRequestMethod();
            String target = exchange.getRequestURI().toString();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = answer.applyAsInt(new Request(method, target, headers, body, 0));
            requests.add(new Request(method, target, headers, body, status));
            answerHeaders.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
