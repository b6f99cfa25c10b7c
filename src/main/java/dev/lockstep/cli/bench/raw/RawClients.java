package dev.lockstep.cli.bench.raw;

import dev.lockstep.cli.bench.run.StopSignal;
import dev.lockstep.cli.process.CommandFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** The connections of raw clients, each a session of its own. One thread opens and closes them. */
public final class RawClients implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);
    private static final int SESSION_MILLIS = 60_000;
    /** Closing waits for the server, so many are closed side by side. */
    private static final int CLOSING_THREADS = 16;

    private final List<ZooKeeper> clients = new ArrayList<>();

    private RawClients() {}

    /**
     * Opens {@code count} connections and returns when all of them are there.
     *
     * @param hosts a connect string; its chroot exists
     * @throws CommandFailedException if that takes too long
     * @throws java.util.concurrent.CancellationException if the bench is to stop
     */
    public static RawClients connect(String hosts, int count, StopSignal stop)
            throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(count);
        RawClients raw = new RawClients();
        try {
            for (int i = 0; i < count; i++) {
                raw.open(hosts, connected);
            }
            long end = System.nanoTime() + CONNECT_TIMEOUT.toNanos();
            stop.await(() -> connected.getCount() == 0 || System.nanoTime() > end);
            if (connected.getCount() > 0) {
                throw new CommandFailedException(("%d of %d clients could not connect within %d s; the servers' setting"
                                + " maxClientCnxns limits the connections from one address")
                        .formatted(connected.getCount(), count, CONNECT_TIMEOUT.toSeconds()));
            }
            return raw;
        } catch (IOException | InterruptedException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private void open(String hosts, CountDownLatch connected) throws IOException {
        CountDownLatch once = new CountDownLatch(1);
        clients.add(new ZooKeeper(hosts, SESSION_MILLIS, event -> {
            if (event.getState() == KeeperState.SyncConnected && once.getCount() == 1) {
                once.countDown();
                connected.countDown();
            }
        }));
    }

    public ZooKeeper get(int index) {
        return clients.get(index);
    }

    @Override
    public void close() {
        ExecutorService threads = Executors.newFixedThreadPool(CLOSING_THREADS);
        clients.forEach(client -> threads.execute(() -> close(client)));
        threads.shutdown();
        try {
            threads.awaitTermination(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(ZooKeeper client) {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
