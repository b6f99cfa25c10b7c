package dev.lockstep.cli.bench.run;

import dev.lockstep.cli.process.CommandFailedException;
import dev.lockstep.embedded.EnsembleProcesses;
import dev.lockstep.protocol.session.ZooKeeperClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;

/**
 * The ensemble that is measured: one that the bench starts, or one that is there, of which it uses a folder of its own. {@link
 * #close} removes what was made.
 *
 * <p>This class is used by one thread.
 */
public final class Servers implements AutoCloseable {

    private static final int OWN = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Optional<EnsembleProcesses> own;
    private final Optional<Path> data;
    private final ConnectStringParser address;
    private final TemporaryZnodes znodes;

    private Servers(Optional<EnsembleProcesses> own, Optional<Path> data, String hosts, TemporaryZnodes znodes) {
        this.own = own;
        this.data = data;
        this.address = ZooKeeperClient.parse(hosts);
        this.znodes = znodes;
    }

    /**
     * Starts three servers, with their data in a folder for temporary files.
     *
     * @throws CancellationException if the bench is to stop
     * @throws CommandFailedException if they do not serve in time
     */
    public static Servers start(StopSignal stop) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("lockstep-bench-");
        EnsembleProcesses ensemble = EnsembleProcesses.start(home, OWN);
        try {
            long end = System.nanoTime() + START_TIMEOUT.toNanos();
            stop.await(() -> ensemble.areServing() || System.nanoTime() > end);
            if (!ensemble.areServing()) {
                throw new CommandFailedException("the ZooKeeper servers do not serve after " + START_TIMEOUT.toSeconds()
                        + " s; the machine may be overloaded");
            }
            String hosts = ensemble.connectString();
            return new Servers(Optional.of(ensemble), Optional.of(home), hosts, TemporaryZnodes.open(hosts, stop));
        } catch (IOException | InterruptedException | RuntimeException e) {
            ensemble.close();
            throw e;
        }
    }

    /**
     * Uses servers that run.
     *
     * @param hosts their connect string; below its chroot, the bench has a znode of its own
     * @throws CancellationException if the bench is to stop
     * @throws CommandFailedException if they do not answer
     */
    public static Servers use(String hosts, StopSignal stop) throws IOException, InterruptedException {
        return new Servers(Optional.empty(), Optional.empty(), hosts, TemporaryZnodes.open(hosts, stop));
    }

    /** Returns whether the servers end with the bench. */
    public boolean areOwn() {
        return own.isPresent();
    }

    /** Returns the addresses of the servers. */
    public String hosts() {
        return znodes.servers();
    }

    /** Returns the folder of the data of the bench's own servers. */
    public Optional<Path> data() {
        return data;
    }

    /** Creates an empty tree and returns its connect string. */
    public String newTree() throws KeeperException, InterruptedException {
        return znodes.newTree();
    }

    /** Returns a client with the rights to every tree. */
    public ZooKeeper admin() {
        return znodes.admin();
    }

    /** Returns what the servers have done so far; empty if they do not tell. */
    Optional<ServerTotals> totals() {
        ServerTotals totals = ServerTotals.NONE;
        try {
            for (InetSocketAddress server : address.getServerAddresses()) {
                totals = totals.plus(ServerTotals.of(server.getHostString(), server.getPort()));
            }
            return Optional.of(totals);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the CPU time of the bench's own servers; empty if they are not its own. */
    Optional<Duration> cpu() {
        return own.map(EnsembleProcesses::cpu);
    }

    @Override
    public void close() throws IOException {
        if (own.isPresent()) {
            // The znodes go with the servers.
            own.get().close();
            znodes.disconnect();
        } else {
            znodes.close();
        }
    }
}
