package dev.lockstep.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An ensemble of ZooKeeper servers that are processes of their own, as in production: what they use of the machine can be told
 * from what their clients use, and they write to the disk before they answer. If this process ends, in whatever way, they end
 * too.
 *
 * <p>This class is used by one thread.
 */
public final class EnsembleProcesses implements AutoCloseable {

    private final Path home;
    private final List<EnsembleProcess> servers;

    private EnsembleProcesses(Path home, List<EnsembleProcess> servers) {
        this.home = home;
        this.servers = servers;
    }

    /**
     * Starts {@code count} servers, which do not serve at once; see {@link #areServing}.
     *
     * @param home the folder for all their files, which {@link #close} deletes
     * @throws IOException if the folder cannot be written or a process cannot be started
     */
    public static EnsembleProcesses start(Path home, int count) throws IOException {
        List<Integer> ports = FreePorts.find(count);
        Properties settings = settings(ports);
        EnsembleProcesses ensemble = new EnsembleProcesses(home, new ArrayList<>());
        try {
            for (int i = 0; i < count; i++) {
                Path folder = home.resolve("server-" + (i + 1));
                ensemble.servers.add(new EnsembleProcess(i + 1, ports.get(i), folder, settings));
            }
            return ensemble;
        } catch (IOException e) {
            ensemble.close();
            throw e;
        }
    }

    private static Properties settings(List<Integer> ports) {
        Properties settings = EnsembleSettings.of(ports);
        settings.remove("forceSync");
        settings.setProperty("4lw.commands.whitelist", "srvr,mntr");
        // As in ZooKeeper's sample configuration: a machine that is busy with nodes must not lose its quorum.
        settings.setProperty("tickTime", "2000");
        return settings;
    }

    /**
     * Returns true if all servers answer clients.
     *
     * @throws IllegalStateException if one has ended
     */
    public boolean areServing() {
        return servers.stream().allMatch(EnsembleProcess::isServing);
    }

    public String connectString() {
        return servers.stream()
                .map(server -> "127.0.0.1:" + server.clientPort())
                .collect(Collectors.joining(","));
    }

    /** Returns the CPU time that all servers have used. */
    public Duration cpu() {
        return servers.stream().map(EnsembleProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Kills all servers and deletes their files. */
    @Override
    public void close() throws IOException {
        servers.forEach(EnsembleProcess::close);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
