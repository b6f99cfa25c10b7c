package dev.lockstep.cli.bench.run;

import dev.lockstep.cli.bench.result.Measurement;
import dev.lockstep.cli.process.CommandFailedException;
import java.time.Duration;

/** One run: starts a cluster, lets it warm up, and measures it. */
public final class Measuring {

    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);
    private static final int WARM_UP_PERCENT = 20;

    private final Servers servers;
    private final StopSignal stop;

    public Measuring(Servers servers, StopSignal stop) {
        this.servers = servers;
        this.stop = stop;
    }

    /** Returns how many of {@code cycles} are run before anything is measured. */
    public static int warmUp(int cycles) {
        return cycles * WARM_UP_PERCENT / 100;
    }

    /**
     * Runs {@code cycles} cycles and measures all but the first of them.
     *
     * @throws java.util.concurrent.CancellationException if the bench is to stop
     * @throws CommandFailedException if the cluster stalls, or a part of it fails
     * @throws Exception if the cluster cannot be started
     */
    public Measurement run(BenchCluster cluster, int cycles) throws Exception {
        try (cluster) {
            cluster.start();
            int from = warmUp(cycles);
            await(cluster, from);
            Snapshot start = Snapshot.take(cluster, servers);
            await(cluster, cycles);
            return Snapshot.take(cluster, servers).since(start, cluster.times(from, cycles));
        }
    }

    private void await(BenchCluster cluster, long cycles) throws InterruptedException {
        long[] last = {cluster.completed(), System.nanoTime()};
        stop.await(() -> {
            long completed = cluster.completed();
            if (completed != last[0]) {
                last[0] = completed;
                last[1] = System.nanoTime();
            } else if (System.nanoTime() - last[1] > STALL_TIMEOUT.toNanos()) {
                throw new CommandFailedException(
                        "no cycle was completed for %d s, after %d of %d (LOG_LEVEL=warn shows what the nodes log)"
                                .formatted(STALL_TIMEOUT.toSeconds(), completed, cycles));
            }
            return completed >= cycles;
        });
    }
}
