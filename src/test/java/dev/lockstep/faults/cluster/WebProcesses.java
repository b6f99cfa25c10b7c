package dev.lockstep.faults.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.Programs;
import dev.lockstep.embedded.FreePorts;
import dev.lockstep.testing.ChildProcess;
import dev.lockstep.testing.Jvm;
import dev.lockstep.testing.Lines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** The web backend of the product and its Redis, each a process of its own that can be killed and started again. */
public final class WebProcesses implements AutoCloseable {

    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final int PAGE = 1000;

    private final Path folder;
    private final int port;
    private final int redisPort;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ChildProcess web;
    private ChildProcess redis;

    private WebProcesses(Path folder) {
        this.folder = folder;
        List<Integer> ports = FreePorts.find(2);
        port = ports.get(0);
        redisPort = ports.get(1);
    }

    public static boolean isAvailable() {
        return Programs.has("redis-server");
    }

    /** Starts both; data and logs go to {@code folder}, which exists. */
    public static WebProcesses start(Path folder) {
        WebProcesses processes = new WebProcesses(folder);
        processes.startRedis();
        processes.startWeb();
        return processes;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public void killRedis() {
        redis.kill9();
    }

    public void startRedis() {
        redis = start(
                "redis.log",
                List.of(
                        "redis-server",
                        "--port",
                        text(redisPort),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--appendonly",
                        "yes",
                        // By default Redis may answer up to two seconds before it writes, and a kill takes that along.
                        "--appendfsync",
                        "always",
                        "--save",
                        ""));
    }

    /** Kills web and starts it again; returns when it serves. */
    public void bounceWeb() {
        web.kill9();
        startWeb();
    }

    private void startWeb() {
        List<String> command = Jvm.light();
        command.addAll(List.of("-jar", Launch.PROGRAM.toString(), "web", "--port", text(port)));
        command.addAll(List.of("--redis", "redis://127.0.0.1:" + redisPort));
        web = start("web.log", command);
        Awaitility.await("web to serve")
                .atMost(UP_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get("/api/v1/status") != null);
    }

    private ChildProcess start(String log, List<String> command) {
        return ChildProcess.start(new ProcessBuilder(command), folder.resolve(log));
    }

    /** Every report of a cluster that web has. */
    public List<JsonNode> archive(String cluster) {
        List<JsonNode> reports = new ArrayList<>();
        for (long from = 1; ; from += PAGE) {
            JsonNode page = Lines.parse(Awaitility.await("the archive of web")
                    .atMost(UP_WITHIN)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(pageFrom(cluster, from), text -> text != null));
            if (page.isEmpty()) {
                return reports;
            }
            page.forEach(reports::add);
        }
    }

    private Callable<String> pageFrom(String cluster, long from) {
        return () -> get(
                "/api/v1/reports?cluster=%s&from=%d&to=%d&limit=%d".formatted(cluster, from, from + PAGE - 1, PAGE));
    }

    /** The body of a 200; null for any other answer. */
    private String get(String target) throws IOException, InterruptedException {
        var answer =
                client.send(HttpRequest.newBuilder(URI.create(url() + target)).build(), BodyHandlers.ofString());
        return answer.statusCode() == 200 ? answer.body() : null;
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    @Override
    public void close() {
        web.close();
        redis.close();
    }
}
