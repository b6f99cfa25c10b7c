package dev.lockstep.camel.measure;

import dev.lockstep.Programs;
import dev.lockstep.embedded.FreePorts;
import dev.lockstep.testing.ChildProcess;
import dev.lockstep.testing.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A real Mosquitto broker, of Debian's packages, on a port of its own; {@code .ci/run} installs it. */
final class Mosquitto implements AutoCloseable {

    /** Where Debian keeps servers, too. */
    private static final Map<String, String> PATH = Map.of("PATH", System.getenv("PATH") + ":" + Programs.SERVERS);

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

    private final Path folder;
    private final int port;
    private ChildProcess broker;

    /** Whether the broker and its client are installed. */
    static boolean isInstalled() {
        return Programs.has("mosquitto") && Programs.has("mosquitto_pub");
    }

    /** A broker that is not started yet. */
    Mosquitto(Path folder) {
        this.folder = folder;
        port = FreePorts.find(1).get(0);
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    void start() throws IOException {
        Path config = Files.writeString(
                folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        ProcessBuilder command = new ProcessBuilder("mosquitto", "-c", config.toString());
        command.environment().putAll(PATH);
        broker = ChildProcess.start(command, folder.resolve("mosquitto.log"));
        Awaitility.await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    /** Publishes with Mosquitto's own client, as another program would. */
    void publish(String topic, String message, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "mosquitto_pub",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-q",
                "1",
                "-t",
                topic,
                "-m",
                message));
        command.addAll(List.of(more));
        new Command(command, PATH).run();
    }

    @Override
    public void close() {
        if (broker != null && broker.isAlive()) {
            // As an operator stops it: it takes leave of its clients.
            broker.terminate(STOPPED_WITHIN);
        }
    }
}
