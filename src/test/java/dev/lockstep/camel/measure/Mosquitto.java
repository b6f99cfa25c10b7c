package dev.lockstep.camel.measure;

import dev.lockstep.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Mosquitto broker, of Debian's packages, on a port of its own; {@code .ci/run} installs it. */
final class Mosquitto implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process broker;

    /** Whether the broker and its client are installed. */
    static boolean isInstalled() {
        return Programs.has("mosquitto") && Programs.has("mosquitto_pub");
    }

    /** A broker that is not started yet. */
    Mosquitto(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    void start() throws IOException {
        Path config = Files.writeString(
                folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        broker = run("mosquitto", "-c", config.toString());
        Awaitility.await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    /** Publishes with Mosquitto's own client, as another program would. */
    void publish(String topic, String message, String... more) throws IOException, InterruptedException {
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
        Process client = run(command.toArray(String[]::new));
        if (!client.waitFor(10, TimeUnit.SECONDS) || client.exitValue() != 0) {
            throw new IOException("mosquitto_pub could not publish");
        }
    }

    private static Process run(String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge("PATH", Programs.SERVERS, (path, more) -> path + ":" + more);
        return builder.start();
    }

    @Override
    public void close() throws InterruptedException {
        if (broker != null) {
            broker.destroy();
            broker.waitFor();
        }
    }
}
