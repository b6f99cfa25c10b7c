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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The REST API that reports go to: a real HTTP server that writes down every request, and which of them had an effect. It
 * knows idempotency keys: of the requests with one key only the first has an effect, whatever the others say. A request
 * without a key, as the older API has them, always has one. How it answers is set by {@link #answer}.
 *
 * <p>This class is threadsafe.
 */
public final class FakeApi implements AutoCloseable {

    private final Path log;
    private final List<ApiRequest> requests = new ArrayList<>();
    private final List<ApiRequest> effects = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Not one that the system would choose: no client may take it while this API is down. */
    private final int port = FreePorts.find(1).get(0);

    private HttpServer server;
    private volatile Function<ApiRequest, ApiAnswer> answers = request -> ApiAnswer.ACCEPT;
    private volatile Upstream upstream = Upstream.NONE;

    private FakeApi(Path log) {
        this.log = log;
    }

    /** Starts the API at a free port. */
    public static FakeApi start() {
        return start(null);
    }

    /** Starts the API at a free port; every request is also appended to {@code log}. */
    public static FakeApi start(Path log) {
        FakeApi api = new FakeApi(log);
        api.resume();
        return api;
    }

    /** Where reports go, as a node is told: {@code http://127.0.0.1:PORT}, the path left to the contract. */
    public String url() {
        return "http://" + address();
    }

    /** The same without the scheme, as a user may write it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** From now on, requests are answered with that status; one of the class 2xx takes the report. */
    public void answer(int status) {
        answer(ApiAnswer.of(status));
    }

    /** From now on, requests are answered like this. */
    public void answer(ApiAnswer next) {
        answers = request -> next;
    }

    /**
     * From now on, each request is answered as {@code next} returns; called by several threads, when the request is not yet one of
     * {@link #requests} and has no status.
     */
    public void answer(Function<ApiRequest, ApiAnswer> next) {
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

    /** The cycles of the reports that were answered with a status of the class 2xx, in the order in which they arrived. */
    public List<Long> taken() {
        return requests().stream()
                .filter(request -> request.status() / 100 == 2)
                .map(ApiRequest::cycle)
                .toList();
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
            ApiRequest request = read(exchange);
            ApiAnswer answer = upstream.pass(exchange, request.body(), answers.apply(request));
            record(request, answer);
            answer.pause();
            if (answer.status() != ApiAnswer.DROPPED) {
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(answer.status(), -1);
            }
        }
    }

    private static ApiRequest read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(
                        Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), header -> header.getValue()
                                .get(0)));
        String quoted = headers.get("idempotency-key");
        return new ApiRequest(
                Instant.now(),
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                quoted == null ? null : quoted.replaceAll("^\"|\"$", ""),
                body,
                0,
                false);
    }

    private void record(ApiRequest request, ApiAnswer answer) throws IOException {
        synchronized (requests) {
            boolean effect = answer.commits() && (request.key() == null || keys.add(request.key()));
            // Here and not when it is read, so that the times are in the order of the requests.
            ApiRequest answered = request.answered(Instant.now(), answer.status(), effect);
            requests.add(answered);
            if (effect) {
                effects.add(answered);
            }
            if (log != null) {
                Files.writeString(log, answered + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
