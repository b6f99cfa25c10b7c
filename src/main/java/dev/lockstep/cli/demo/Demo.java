package dev.lockstep.cli.demo;

import dev.lockstep.camel.lifecycle.NodeMain;
import dev.lockstep.camel.lifecycle.WebMain;
import dev.lockstep.embedded.EmbeddedEnsemble;
import dev.lockstep.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.main.Main;

/**
 * The whole system in this JVM. Its data is in a temporary folder, which {@link #close} deletes.
 *
 * <p>This class is used by one thread.
 */
final class Demo implements AutoCloseable {

    private final DemoPlan plan;
    private final Path home;
    private EmbeddedEnsemble ensemble;
    private EmbeddedRedis redis;
    private Main web;
    private List<NodeMain> nodes = List.of();

    Demo(DemoPlan plan) throws IOException {
        this.plan = plan;
        this.home = Files.createTempDirectory("lockstep-demo-");
    }

    /**
     * Starts everything, the servers first, and returns when all of it runs. Camel cannot be stopped while it starts, so a
     * signal is checked only between the servers and the rest.
     *
     * @param progress called with a line for each part that runs
     * @throws Exception if a part cannot be started
     */
    void start(CountDownLatch signal, Consumer<String> progress) throws Exception {
        Parallel.run(List.of(this::startEnsemble, this::startRedis));
        progress.accept("ZooKeeper: " + ensemble.connectString());
        if (signal.getCount() == 0) {
            return;
        }
        nodes = IntStream.rangeClosed(1, plan.plants())
                .boxed()
                .flatMap(plant -> IntStream.rangeClosed(1, plan.nodes()).mapToObj(id -> node(plant, id)))
                .toList();
        List<Callable<Void>> starts = new ArrayList<>();
        starts.add(() -> startWeb(progress));
        nodes.forEach(node -> starts.add(() -> start(node)));
        Parallel.run(starts);
    }

    private Void startEnsemble() throws InterruptedException {
        ensemble = EmbeddedEnsemble.start(home.resolve("zookeeper"));
        return null;
    }

    private Void startRedis() {
        redis = EmbeddedRedis.start(home.resolve("redis"));
        web = WebMain.create(plan.routes(), plan.port(), redis.url(), plan.watch());
        return null;
    }

    private Void startWeb(Consumer<String> progress) throws Exception {
        web.start();
        progress.accept("The page: http://localhost:" + plan.port() + "/");
        return null;
    }

    private static Void start(NodeMain node) throws Exception {
        node.start();
        return null;
    }

    private NodeMain node(int plant, int id) {
        Map<String, String> overrides = Map.of(
                "node.id",
                Integer.toString(id),
                // A journal that is set in the environment would be shared by all nodes.
                "node.journal",
                "",
                // The demo leaves no files behind.
                "node.state",
                "",
                "zookeeper.hosts",
                ensemble.connectString() + plan.chroot(plant),
                "api.url",
                "127.0.0.1:" + plan.port(),
                "sampling.period",
                plan.period(plant));
        String name = plan.plants() == 1 ? "node-" + id : "plant-" + plant + "-node-" + id;
        return new NodeMain(name, plan.routes(), plan.measure(), plan.watch(), overrides);
    }

    /** Stops everything, each part before those that it needs, and deletes the data. */
    @Override
    public void close() throws IOException {
        nodes.stream().map(Demo::stop).toList().forEach(CompletableFuture::join);
        if (web != null) {
            web.stop();
        }
        if (redis != null) {
            redis.close();
        }
        if (ensemble != null) {
            ensemble.close();
        }
        delete(home);
    }

    private static CompletableFuture<Void> stop(NodeMain node) {
        return CompletableFuture.runAsync(node::close, task -> new Thread(task, "stop").start());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
