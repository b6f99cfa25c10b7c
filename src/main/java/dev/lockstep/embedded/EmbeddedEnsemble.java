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
 * Real ZooKeeper servers in quorum, inside this JVM, on the loopback interface: for a demonstration and for tests. Three of
 * them serve 0.3 s after the call (1.5 s in a fresh JVM) and stop within 0.1 s. Sessions of 1 s to 60 s are possible.
 *
 * <p>What ZooKeeper acknowledges is not forced to the disk: it survives the end of the process, not that of the machine. The
 * servers have no admin server, and a failed one never ends the JVM. ZooKeeper holds these choices in system properties, so
 * they bind every other ZooKeeper server in the same JVM too.
 *
 * <p>The servers are {@link org.apache.zookeeper.server.quorum.QuorumPeerMain}s rather than ZooKeeper's own {@code
 * ZooKeeperServerEmbedded}: that does run a quorum, but its {@code start} waits for its whole timeout without a reason when
 * a port is taken, and its {@code close} returns before the ports are free.
 *
 * <p>ZooKeeper logs every lost peer, and so each orderly stop, as warnings and errors with stack traces. Keep {@code
 * org.apache.zookeeper.server} at ERROR and {@code org.apache.zookeeper.server.quorum.LearnerHandler} off; what matters of
 * them, this class throws.
 *
 * <p>This class is for one thread, but for {@link #close}, which a shutdown hook may call.
 */
public final class EmbeddedEnsemble implements AutoCloseable {

    /** As many servers as lose one of them without standing still. */
    public static final int DEFAULT_SERVERS = 3;

    private static final Duration SERVING_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

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
     * Starts one server for each client port and returns when all of them serve.
     *
     * @param folder holds the servers' data; made when missing, and continued when an ensemble ran in it before
     * @param clientPorts the ports for clients, one for each server
     * @throws IllegalArgumentException if there is no port, the folder cannot be written or a port is taken
     * @throws IllegalStateException if a server ends, or not all of them serve within 20 s
     * @throws InterruptedException if interrupted while waiting; the servers are stopped then
     */
    public static EmbeddedEnsemble start(Path folder, List<Integer> clientPorts) throws InterruptedException {
        requireFree(clientPorts);
        Path home = requireWritable(folder);
        // Or a server that gives up, for instance because its disk is full, would end the program around it.
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
                        "port " + port + " of the loopback interface is taken by another program");
            }
        }
    }

    private static Path requireWritable(Path folder) {
        try {
            Path made = Files.createDirectories(folder.toAbsolutePath());
            if (Files.isWritable(made)) {
                return made;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the data folder " + folder + " cannot be made: " + e, e);
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
            while (!server.serves()) {
                if (System.nanoTime() - start > SERVING_WITHIN.toNanos()) {
                    throw new IllegalStateException(
                            "ZooKeeper server " + server.id() + " on port " + server.clientPort()
                                    + " does not serve after " + SERVING_WITHIN.toSeconds() + " s; its log says why");
                }
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
        }
    }

    /** Where clients find the servers: {@code 127.0.0.1:PORT,...}. */
    public String connectString() {
        return servers.stream()
                .map(server -> "127.0.0.1:" + server.clientPort())
                .collect(Collectors.joining(","));
    }

    /** Stops all servers and waits until their ports are free and their files closed. */
    @Override
    public void close() {
        servers.forEach(EnsembleServer::close);
        // EnsembleSettings changed it, and ZooKeeper holds it for the whole JVM, where a later server may stand alone.
        QuorumPeerConfig.setStandaloneEnabled(true);
    }
}
