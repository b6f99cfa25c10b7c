package dev.lockstep.testing.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The REST API that reports go to: a real HTTP server that writes down every request, and which of them had an effect. It
 * knows idempotency keys: of the requests with one key only the first has an effect, whatever the others say. A request
 * without a key, as the older API has them, always has one. How it answers is set by {@link #answer}.
 *
 * <p>This class is threadsafe.
 */
public final class RecordingApi implements AutoCloseable {

    private final Path log;
    private final int port = FreePorts.find(1).get(0);
    private final List<ApiRequest> requests = new ArrayList<>();
    private final List<ApiRequest> effects = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile Supplier<ApiAnswer> answers = () -> ApiAnswer.ACCEPT;
    private volatile Upstream upstream = Upstream.NONE;

    private RecordingApi(Path log) {
        this.log = log;
    }

    /** Starts the API at a free port; every request is also appended to {@code log}. */
    public static RecordingApi start(Path log) {
        RecordingApi api = new RecordingApi(log);
        api.resume();
        return api;
    }

    /** Where reports go, as a node is told: {@code http://127.0.0.1:PORT}, the path left to the contract. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** From now on, requests are answered like this. */
    public void answer(ApiAnswer next) {
        answers = () -> next;
    }

    /** From now on, each request is answered as this says; called by several threads. */
    public void answer(Supplier<ApiAnswer> next) {
        answers = next;
    }

    /**
     * From now on, what would have an effect is passed on to another API: the effect is that one's, and so is the answer, unless
     * another one is asked for.
     */
    public void passOnTo(String url) {
        upstream = Upstream.at(url);
    }

    /** Refuses connections from now on, and drops those that exist. */
    public synchronized void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Takes connections again, at the same port. */
    public synchronized void resume() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the API cannot listen on port " + port, e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** All requests so far, in the order in which they arrived. */
    public List<ApiRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** The requests so far that had an effect, in the order of the effects. */
    public List<ApiRequest> effects() {
        synchronized (requests) {
            return List.copyOf(effects);
        }
    }

    public int requestCount() {
        synchronized (requests) {
            return requests.size();
        }
    }

    public int effectCount() {
        synchronized (requests) {
            return effects.size();
        }
    }

    /** The effect of that number, counted from 0. */
    public ApiRequest effect(int index) {
        synchronized (requests) {
            return effects.get(index);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            ApiAnswer now = upstream.pass(exchange, body, answers.get());
            record(exchange, body, now);
            now.pause();
            if (now.status() != ApiAnswer.DROPPED) {
                now.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(now.status(), -1);
            }
        }
    }

    private void record(HttpExchange exchange, String body, ApiAnswer now) throws IOException {
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(
                        Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), header -> header.getValue()
                                .get(0)));
        String quoted = headers.get("idempotency-key");
        String key = quoted == null ? null : quoted.replaceAll("^\"|\"$", "");
        synchronized (requests) {
            boolean effect = now.commits() && (key == null || keys.add(key));
            ApiRequest request = new ApiRequest(
                    Instant.now(),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    key,
                    body,
                    now.status(),
                    effect);
            requests.add(request);
            if (effect) {
                effects.add(request);
            }
            Files.writeString(log, request + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
