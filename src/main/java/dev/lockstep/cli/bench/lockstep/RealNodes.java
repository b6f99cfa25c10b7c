package dev.lockstep.cli.bench.lockstep;

import dev.lockstep.camel.lifecycle.NodeMain;
import dev.lockstep.cli.bench.run.StopSignal;
import dev.lockstep.cli.process.CommandFailedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Nodes as they are shipped, in this process: the YAML routes of the routes folder. Their threads are their own; one thread uses
 * this class.
 */
final class RealNodes implements AutoCloseable {

    private static final int START_THREADS = 2 * Runtime.getRuntime().availableProcessors();
    /** Stopping a node is waiting. */
    private static final int STOP_THREADS = 32;

    private static final long STOP_SECONDS = 120;
    private static final String MEASURE = "measure-simulated.camel.yaml";

    private final Path routes;
    private final Map<String, String> settings;
    private final StopSignal stop;
    private final ConcurrentLinkedQueue<NodeMain> started = new ConcurrentLinkedQueue<>();

    /**
     * Nodes that are not started.
     *
     * @param settings the properties of all nodes
     */
    RealNodes(Path routes, Map<String, String> settings, StopSignal stop) {
        this.routes = routes;
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Starts nodes with the ids from 1 to {@code count}.
     *
     * @throws CommandFailedException if one cannot be started
     */
    void start(int count) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(START_THREADS);
        try {
            List<Future<?>> starts = IntStream.rangeClosed(1, count)
                    .<Future<?>>mapToObj(id -> threads.submit(() -> start(Integer.toString(id))))
                    .toList();
            for (Future<?> start : starts) {
                start.get();
            }
        } catch (ExecutionException e) {
            stop.check();
            throw new CommandFailedException("a node could not be started: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Void start(String id) throws Exception {
        stop.check();
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.put("node.id", id);
        NodeMain node = new NodeMain("bench-" + id, routes, routes.resolve(MEASURE), false, overrides);
        started.add(node);
        node.start();
        return null;
    }

    /** Stops all nodes, side by side. */
    @Override
    public void close() {
        ExecutorService threads = Executors.newFixedThreadPool(STOP_THREADS);
        started.forEach(node -> threads.execute(node::close));
        threads.shutdown();
        try {
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
