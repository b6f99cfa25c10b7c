package dev.lockstep.embedded;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.common.X509Exception.SSLContextException;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** One server of an {@link EmbeddedEnsemble}, on its own thread. This class is used by one thread. */
final class EnsembleServer implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int SRVR_TIMEOUT_MILLIS = 1_000;

    private final int id;
    private final int clientPort;
    private final QuorumPeerMain main = new QuorumPeerMain();
    private final DatadirCleanupManager cleanup;
    private final FutureTask<Void> run;
    private final Thread thread;

    /**
     * Starts server {@code id}.
     *
     * @param folder the folder for the server's configuration file and its data; created if it does not exist
     * @throws IOException if the folder cannot be written
     * @throws ConfigException if ZooKeeper does not accept the settings
     */
    EnsembleServer(int id, int clientPort, Path folder, Properties settings) throws IOException, ConfigException {
        this.id = id;
        this.clientPort = clientPort;
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("myid"), Integer.toString(id));
        QuorumPeerConfig config = new QuorumPeerConfig();
        config.parse(write(settings, data, folder.resolve("zoo.cfg")).toString());
        cleanup = new DatadirCleanupManager(
                config.getDataDir(), config.getDataLogDir(), config.getSnapRetainCount(), config.getPurgeInterval());
        cleanup.start();
        run = new FutureTask<>(() -> {
            main.runFromConfig(config);
            return null;
        });
        thread = new Thread(run, "zookeeper-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    private static Path write(Properties settings, Path data, Path file) throws IOException {
        Properties serverSettings = new Properties();
        serverSettings.putAll(settings);
        serverSettings.setProperty("dataDir", data.toString());
        try (Writer writer = Files.newBufferedWriter(file)) {
            serverSettings.store(writer, null);
        }
        return file;
    }

    int id() {
        return id;
    }

    int clientPort() {
        return clientPort;
    }

    /**
     * Returns true if this server answers clients, as the leader or as a follower.
     *
     * @throws IllegalStateException if the server has stopped; the message has the reason
     */
    boolean isServing() throws InterruptedException {
        if (run.isDone()) {
            throw stopped();
        }
        try {
            return FourLetterWordMain.send4LetterWord("127.0.0.1", clientPort, "srvr", false, SRVR_TIMEOUT_MILLIS)
                    .contains("Mode: ");
        } catch (IOException notListening) {
            return false;
        } catch (SSLContextException e) {
            throw new AssertionError("TLS is not in use", e);
        }
    }

    private IllegalStateException stopped() throws InterruptedException {
        String message = "ZooKeeper server " + id + " on port " + clientPort + " has stopped";
        try {
            run.get();
            return new IllegalStateException(message);
        } catch (ExecutionException e) {
            Throwable root = e.getCause();
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new IllegalStateException(message + ": " + root, e.getCause());
        }
    }

    /** Stops the server and waits until its ports are free and its files are closed. */
    @Override
    public void close() {
        cleanup.shutdown();
        main.close();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
