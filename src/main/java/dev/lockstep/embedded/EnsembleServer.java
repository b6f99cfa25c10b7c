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

/** One server of an {@link EmbeddedEnsemble}, on a thread of its own. It is used by one thread. */
final class EnsembleServer implements AutoCloseable {

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);
    private static final int SRVR_TIMEOUT_MILLIS = 1_000;

    private final int id;
    private final int clientPort;
    private final QuorumPeerMain main = new QuorumPeerMain();
    private final DatadirCleanupManager cleanup;
    private final FutureTask<Void> life;
    private final Thread thread;

    /**
     * Starts server {@code id}.
     *
     * @param folder holds the server's configuration file and its data; made when missing, continued otherwise
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
        life = new FutureTask<>(() -> {
            main.runFromConfig(config);
            return null;
        });
        thread = new Thread(life, "zookeeper-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    private static Path write(Properties settings, Path data, Path file) throws IOException {
        Properties own = new Properties();
        own.putAll(settings);
        own.setProperty("dataDir", data.toString());
        try (Writer writer = Files.newBufferedWriter(file)) {
            own.store(writer, null);
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
     * Whether this server answers clients, as a leader or as a follower of one.
     *
     * @throws IllegalStateException if it has ended, with the reason
     */
    boolean serves() throws InterruptedException {
        if (life.isDone()) {
            throw ended();
        }
        try {
            return FourLetterWordMain.send4LetterWord("127.0.0.1", clientPort, "srvr", false, SRVR_TIMEOUT_MILLIS)
                    .contains("Mode: ");
        } catch (IOException notYet) {
            return false;
        } catch (SSLContextException e) {
            throw new AssertionError("no TLS was asked for", e);
        }
    }

    private IllegalStateException ended() throws InterruptedException {
        String what = "ZooKeeper server " + id + " on port " + clientPort + " has ended";
        try {
            life.get();
            return new IllegalStateException(what);
        } catch (ExecutionException e) {
            Throwable root = e.getCause();
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new IllegalStateException(what + ": " + root, e.getCause());
        }
    }

    /** Stops the server and waits until its ports are free and its files closed. */
    @Override
    public void close() {
        cleanup.shutdown();
        main.close();
        try {
            thread.join(STOPPED_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
