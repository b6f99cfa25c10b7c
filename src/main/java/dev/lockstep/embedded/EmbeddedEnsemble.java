package dev.lockstep.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.util.ServiceUtils;

/**
 * A quorum of real ZooKeeper servers inside this JVM, on the loopback interface: for the demo and for tests. Three of them
 * serve 0.3 s after the call (1.5 s in a fresh JVM) and stop within 0.1 s. The session timeout can be 1 s to 60 s.
 *
 * <p>Acknowledged writes are not forced to disk: they survive the end of the process, not a crash of the machine. The servers
 * have no admin server, and a server that fails never ends the JVM. ZooKeeper keeps these settings in system properties, so
 * they apply to every other ZooKeeper server in the same JVM, too.
 *
 * <p>This class runs {@link org.apache.zookeeper.server.quorum.QuorumPeerMain} rather than ZooKeeper's own {@code
 * ZooKeeperServerEmbedded}: that one does run a quorum, but if a port is in use its {@code start} waits for its whole timeout
 * and gives no reason, and its {@code close} returns before the ports are free.
 *
 * <p>ZooKeeper logs every lost peer, and so each orderly stop, as warnings and errors with stack traces. Keep {@code
 * org.apache.zookeeper.server} at ERROR and {@code org.apache.zookeeper.server.quorum.LearnerHandler} off; this class throws
 * the errors that matter.
 *
 * <p>This class is used by one thread, except for {@link #close}, which a shutdown hook may call.
 */
public final class EmbeddedEnsemble implements AutoCloseable {

    /** The smallest number of servers that tolerates the loss of one. */
    public static final int DEFAULT_SERVERS = 3;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final List<EnsembleServer> servers = new CopyOnWriteArrayList<>();

    private EmbeddedEnsemble() {}

    /** Starts {@value #DEFAULT_SERVERS} servers on free ports; see {@link #start(Path, List)}. */
    public static EmbeddedEnsemble start(Path folder) throws InterruptedException {
        return start(folder, DEFAULT_SERVERS);
    }

    /** Starts servers on free ports; see {@link #start(Path, List)}. */
    public static EmbeddedEnsemble start(Path folder, int servers) throws InterruptedException {
        return start(folder, FreePorts.find(servers));
    }

    /**
     * Starts one server for each client port and returns when all of them serve clients.
     *
     * @param folder the folder for the servers' data, created if it does not exist; an ensemble that ran in it before continues
     * @param clientPorts the ports for clients, one for each server
     * @throws IllegalArgumentException if there is no port, the folder is not writable or a port is in use
     * @throws IllegalStateException if a server stops, or not all of them serve within 20 s
     * @throws InterruptedException if interrupted while waiting; the servers are then stopped
     */
    public static EmbeddedEnsemble start(Path folder, List<Integer> clientPorts) throws InterruptedException {
        requireFree(clientPorts);
        Path home = requireWritable(folder);
        // Otherwise a server that fails, for instance because its disk is full, would end this process.
        ServiceUtils.setSystemExitProcedure(ServiceUtils.LOG_ONLY);
        EmbeddedEnsemble ensemble = new EmbeddedEnsemble();
        try {
            ensemble.startServers(home, clientPorts);
            ensemble.awaitServing();
            return ensemble;
        } catch (IOException | ConfigException e) {
            ensemble.close();
            throw new IllegalStateException("the ZooKeeper servers in " + home + " cannot start: " + e.getMessage(), e);
        } catch (RuntimeException | InterruptedException e) {
            ensemble.close();
            throw e;
        }
    }

    private static void requireFree(List<Integer> ports) {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("an ensemble has at least one server");
        }
        for (int port : ports) {
            if (!FreePorts.isFree(port)) {
                throw new IllegalArgumentException(
                        "port " + port + " of the loopback interface is in use by another program");
            }
        }
    }

    private static Path requireWritable(Path folder) {
        try {
            Path created = Files.createDirectories(folder.toAbsolutePath());
            if (Files.isWritable(created)) {
                return created;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the data folder " + folder + " cannot be created: " + e, e);
        }
        throw new IllegalArgumentException("the data folder " + folder + " is not writable");
    }

    private void startServers(Path home, List<Integer> clientPorts) throws IOException, ConfigException {
        Properties settings = EnsembleSettings.of(clientPorts);
        for (int i = 0; i < clientPorts.size(); i++) {
            int id = i + 1;
            servers.add(new EnsembleServer(id, clientPorts.get(i), home.resolve("server-" + id), settings));
        }
    }

    private void awaitServing() throws InterruptedException {
        long start = System.nanoTime();
        for (EnsembleServer server : servers) {
            while (!server.isServing()) {
                if (System.nanoTime() - start > START_TIMEOUT.toNanos()) {
                    throw new IllegalStateException(
                            "ZooKeeper server " + server.id() + " on port " + server.clientPort()
                                    + " is not serving after " + START_TIMEOUT.toSeconds() + " s; see its log");
                }
                TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL.toNanos());
            }
        }
    }

    /** Returns the connect string for clients: {@code 127.0.0.1:PORT,...}. */
    public String connectString() {
        return servers.stream()
                .map(server -> "127.0.0.1:" + server.clientPort())
                .collect(Collectors.joining(","));
    }

    /** Stops all servers and waits until their ports are free and their files are closed. */
    @Override
    public void close() {
        servers.forEach(EnsembleServer::close);
        // EnsembleSettings has changed this setting of the whole JVM, in which a later server may be a standalone one.
        QuorumPeerConfig.setStandaloneEnabled(true);
    }
}
