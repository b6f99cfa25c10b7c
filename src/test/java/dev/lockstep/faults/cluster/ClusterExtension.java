package dev.lockstep.faults.cluster;

import dev.lockstep.testing.Folders;
import dev.lockstep.testing.JvmLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its {@link Cluster}. All clusters of a JVM share one ensemble of ZooKeeper processes, whole again before each test.
 * What the processes of a test have said stays in {@code target/faults} until the test runs again.
 */
public final class ClusterExtension implements ParameterResolver, AfterEachCallback {

    private static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();
    private static final Namespace STORE = Namespace.create(ClusterExtension.class);
    private static final int SERVERS = 3;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STORE).getOrComputeIfAbsent(Cluster.class, type -> create(context), Cluster.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Cluster cluster = context.getStore(STORE).get(Cluster.class, Cluster.class);
        if (cluster != null) {
            cluster.close();
            context.getExecutionException()
                    .ifPresent(
                            failure -> System.out.println("Journals and logs of the failed run: " + folder(context)));
        }
    }

    private static Cluster create(ExtensionContext context) {
        ZooKeeperProcesses ensemble = context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(Ensemble.class, type -> Ensemble.start(), Ensemble.class)
                .servers();
        ensemble.heal();
        try {
            return new Cluster(Folders.empty(folder(context)), ensemble, name(context) + "-" + System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Ensemble(JvmLock folder, ZooKeeperProcesses servers) implements AutoCloseable {

        /** Starts it in the first folder that no other JVM of the tests uses. */
        static Ensemble start() {
            for (int number = 1; ; number++) {
                Path folder = FOLDER.resolve("ensemble-" + number);
                Optional<JvmLock> lock = JvmLock.tryTake(FOLDER.resolve("ensemble-" + number + ".lock"));
                if (lock.isPresent()) {
                    return new Ensemble(lock.get(), ZooKeeperProcesses.start(Folders.empty(folder), SERVERS));
                }
            }
        }

        @Override
        public void close() {
            servers.close();
            folder.close();
        }
    }

    private static Path folder(ExtensionContext context) {
        return FOLDER.resolve(context.getRequiredTestClass().getSimpleName()).resolve(name(context));
    }

    /** The method's name, and which of its invocations this is if there are several. */
    private static String name(ExtensionContext context) {
        String invocation = context.getUniqueId().replaceAll(".*invocation:#(\\d+).*", "-$1");
        return context.getRequiredTestMethod().getName() + (invocation.startsWith("-") ? invocation : "");
    }
}
