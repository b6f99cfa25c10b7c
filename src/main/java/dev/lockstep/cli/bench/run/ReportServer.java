package dev.lockstep.cli.bench.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The API of a run: accepts every report at once and keeps it in memory, as it came. Parsing waits until the run is over, because
 * it would be counted as the nodes' CPU time.
 *
 * <p>This class is thread-safe.
 */
public final class ReportServer implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final int CREATED = 201;
    private static final int NO_BODY = -1;

    private final Map<Long, byte[]> reports = new ConcurrentHashMap<>();
    private final AtomicLong newest = new AtomicLong();
    private final HttpServer server;

    public ReportServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.createContext("/", this::accept);
        server.start();
    }

    private void accept(HttpExchange request) throws IOException {
        byte[] body = request.getRequestBody().readAllBytes();
        String key = request.getRequestHeaders().getFirst("Idempotency-Key");
        request.sendResponseHeaders(CREATED, NO_BODY);
        request.close();
        if (key != null) {
            long cycle = Long.parseLong(key.substring(key.lastIndexOf('-') + 1).replace("\"", ""));
            reports.put(cycle, body);
            newest.accumulateAndGet(cycle, Math::max);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/reports";
    }

    /** Returns the highest cycle that was reported; 0 if there is none. */
    public long newest() {
        return newest.get();
    }

    /** Returns the body of the report of {@code cycle}; null if there is none. */
    public byte[] report(long cycle) {
        return reports.get(cycle);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
