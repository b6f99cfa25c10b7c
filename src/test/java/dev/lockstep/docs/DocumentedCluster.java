package dev.lockstep.docs;

import static org.awaitility.Awaitility.await;

import dev.lockstep.embedded.EmbeddedEnsemble;
import dev.lockstep.embedded.EmbeddedRedis;
import dev.lockstep.embedded.FreePorts;
import dev.lockstep.testing.ChildProcess;
import dev.lockstep.testing.Folders;
import dev.lockstep.testing.Jvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The cluster of the documentation, started by its own commands. All machines that it names are this one. */
final class DocumentedCluster implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path FOLDER = Path.of("target", "it", "docs").toAbsolutePath();
    private static final String WEB = "http://localhost:8080";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ChildProcess> services = new ArrayList<>();
    private final int port = FreePorts.find(1).get(0);
    private final EmbeddedEnsemble ensemble;
    private final EmbeddedRedis redis;
    private int started;

    /** Starts the services, which are nodes but for one, and waits until all nodes are in one report. */
    DocumentedCluster(List<ShellCommand> commands) throws IOException, InterruptedException {
        Folders.empty(FOLDER);
        addExamples(Folders.copy(Path.of("routes"), FOLDER.resolve("routes")));
        ensemble = EmbeddedEnsemble.start(FOLDER.resolve("zookeeper"));
        redis = EmbeddedRedis.start(FOLDER.resolve("redis"));
        commands.forEach(command -> services.add(start(command)));
        String whole = "\"count\":" + (commands.size() - 1) + ",";
        await("a report of all nodes").atMost(PATIENCE).until(() -> get(WEB + "/api/v1/reports/latest")
                .contains(whole));
    }

    private static void addExamples(Path routes) throws IOException {
        for (Block example : Documents.blocks("yaml").toList()) {
            Files.writeString(routes.resolve("node/example-" + example.line() + ".camel.yaml"), example.text());
        }
    }

    /** Starts a command of Lockstep as it is written, but for the names of machines. */
    ChildProcess start(ShellCommand command) {
        List<String> words = new ArrayList<>(Jvm.light());
        words.addAll(List.of("-jar", Path.of("target", "lockstep.jar").toString()));
        command.from(3).forEach(word -> words.add(here(word)));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("ROUTES", FOLDER.resolve("routes").toString());
        builder.environment().put("NODE_STATE", FOLDER.resolve("state").toString());
        if (command.isOf("demo")) {
            builder.environment().put("PORT", Integer.toString(FreePorts.find(1).get(0)));
        }
        return ChildProcess.start(builder, FOLDER.resolve(command.words().get(3) + "-" + ++started + ".log"));
    }

    private String here(String word) {
        return word.replace("redis://redis1:6379", redis.url())
                .replaceAll("zk1:2181(,zk2:2181,zk3:2181)?", ensemble.connectString())
                .replaceAll("web\\d:8080", "localhost:" + port)
                .replaceAll("^8080$", Integer.toString(port));
    }

    /** What the web backend answers at an address of the documentation; empty unless it answers 200. */
    String get(String address) {
        URI here = URI.create(address.replace(WEB, "http://localhost:" + port));
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(here).build(), BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What all services have logged. */
    List<String> logs() {
        return services.stream().flatMap(service -> service.lines().stream()).toList();
    }

    /** Stops the services as an operator does; fails if one does not end with success. */
    @Override
    public void close() {
        services.forEach(ChildProcess::terminate);
        List<Integer> codes =
                services.stream().map(service -> service.exitCode(PATIENCE)).toList();
        redis.close();
        ensemble.close();
        if (codes.stream().anyMatch(code -> code != 0)) {
            throw new AssertionError("the services ended with the exit codes " + codes);
        }
    }
}
