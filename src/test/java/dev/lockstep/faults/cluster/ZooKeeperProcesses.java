package dev.lockstep.faults.cluster;

import static org.awaitility.Awaitility.await;

import dev.lockstep.embedded.FreePorts;
import dev.lockstep.faults.history.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An ensemble of ZooKeeper servers, each a process of its own that can be killed, frozen and started again at the same port.
 * Servers are numbered from 1. Sessions of two {@link Scale#TICK ticks} to 60 s are possible.
 */
public final class ZooKeeperProcesses implements AutoCloseable {

    private static final Duration QUORUM_WITHIN = Duration.ofSeconds(60);

    private final List<ZooKeeperProcess> servers;

    private ZooKeeperProcesses(List<ZooKeeperProcess> servers) {
        this.servers = servers;
    }

    /** Starts {@code count} servers, with their data and logs below {@code folder}, and waits until all of them serve. */
    public static ZooKeeperProcesses start(Path folder, int count) {
        return start(folder, count, process -> Map.of());
    }

    /** The same, but no server is started before {@link #heal}. */
    public static ZooKeeperProcesses prepare(Path folder, int count) {
        return prepare(folder, count, process -> Map.of());
    }

    /**
     * The same.
     *
     * @param environment what the process of the name {@link #clock} has in its environment
     */
    public static ZooKeeperProcesses start(Path folder, int count, Function<String, Map<String, String>> environment) {
        ZooKeeperProcesses ensemble = prepare(folder, count, environment);
        ensemble.heal();
        return ensemble;
    }

    private static ZooKeeperProcesses prepare(
            Path folder, int count, Function<String, Map<String, String>> environment) {
        List<Integer> ports = FreePorts.find(3 * count);
        String members = IntStream.range(0, count)
                .mapToObj(i -> "server.%d=127.0.0.1:%d:%d;127.0.0.1:%d%n"
                        .formatted(i + 1, ports.get(3 * i), ports.get(3 * i + 1), ports.get(3 * i + 2)))
                .collect(Collectors.joining());
        return new ZooKeeperProcesses(IntStream.range(0, count)
                .mapToObj(i -> new ZooKeeperProcess(
                        i + 1, ports.get(3 * i + 2), folder(folder, i + 1), members, environment.apply(clock(i + 1))))
                .toList());
    }

    /** Where the server of that number keeps everything. */
    public static Path folder(Path folder, int id) {
        return folder.resolve("zookeeper-" + id);
    }

    /** The name of the clock of the server of that number. */
    public static String clock(int id) {
        return "zookeeper-" + id;
    }

    public String connectString() {
        return servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
    }

    public List<Integer> ports() {
        return servers.stream().map(ZooKeeperProcess::port).toList();
    }

    /** Where each server keeps its transaction log. */
    List<Path> dataFolders() {
        return servers.stream().map(ZooKeeperProcess::data).toList();
    }

    public int size() {
        return servers.size();
    }

    boolean isAlive(int id) {
        return server(id).isAlive();
    }

    /** SIGKILL. */
    public void kill(int id) {
        server(id).kill();
    }

    /** SIGSTOP. */
    public void freeze(int id) {
        server(id).freeze();
    }

    /** SIGCONT. */
    void thaw(int id) {
        server(id).thaw();
    }

    /** Starts a server that was killed, with its old data at its old port. */
    public void start(int id) {
        try {
            server(id).start();
        } catch (IOException e) {
            throw new UncheckedIOException("ZooKeeper server " + id + " cannot be started", e);
        }
    }

    /**
     * The number of the server that leads; empty while there is none, or while a thawed one has not yet noticed that it does
     * not lead any more. A frozen server is not asked.
     */
    Optional<Integer> leader() {
        List<Integer> leaders = withMode("leader").toList();
        return leaders.size() == 1 ? Optional.of(leaders.get(0)) : Optional.empty();
    }

    /** The number of some server that follows. */
    public int follower() {
        return withMode("follower").findFirst().orElseThrow(() -> new AssertionError("no server follows"));
    }

    /** Waits until there is a leader that a majority of the servers follows, and returns its number. */
    public int awaitQuorum() {
        return awaitServing(servers.size() / 2 + 1);
    }

    /** Mends whatever a test has broken: every server runs and serves when this returns. */
    public void heal() {
        for (ZooKeeperProcess server : servers) {
            if (!server.isAlive()) {
                start(server.id());
            } else {
                server.thaw();
            }
        }
        awaitServing(servers.size());
    }

    private int awaitServing(int count) {
        return await("a leader and " + count + " servers of ZooKeeper that serve; their logs say why not")
                .atMost(QUORUM_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> servers.stream().filter(ZooKeeperProcess::serves).count() >= count
                                ? leader()
                                : Optional.<Integer>empty(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private Stream<Integer> withMode(String mode) {
        return servers.stream()
                .filter(server -> server.mode().equals(Optional.of(mode)))
                .map(ZooKeeperProcess::id);
    }

    private ZooKeeperProcess server(int id) {
        return servers.get(id - 1);
    }

    @Override
    public void close() {
        servers.forEach(ZooKeeperProcess::kill);
    }
}
