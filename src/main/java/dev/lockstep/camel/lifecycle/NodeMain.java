package dev.lockstep.camel.lifecycle;

import dev.lockstep.camel.StartupFailure;
import dev.lockstep.protocol.session.IdInUseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;

/**
 * One sensor node: the routes in {@code node/} and the route file that measures.
 *
 * <p>One thread starts, runs and stops it.
 */
public final class NodeMain implements AutoCloseable {

    private final Main main;
    private final StartupFailure failure = new StartupFailure();

    /**
     * Creates a node that can be started.
     *
     * @param name the name of the node in threads and logs
     * @param routes the routes folder
     * @param measure the route file that has {@code direct:measure}
     * @param watch whether edits of the route files take effect while the node runs
     * @param overrides properties that override those in {@code application.properties}
     */
    public NodeMain(String name, Path routes, Path measure, boolean watch, Map<String, String> overrides) {
        main = RouteMain.create(name, routes, "node", List.of(measure), watch, overrides);
        main.bind("startupFailure", failure);
    }

    /** Starts the node and returns; it connects to ZooKeeper in the background. */
    public void start() throws Exception {
        main.start();
    }

    /**
     * Starts the node and returns when it has stopped, because of a signal or by itself.
     *
     * @throws IdInUseException if another live node holds its id
     * @throws Exception if the routes cannot be started
     */
    public void run() throws Exception {
        main.run();
        failure.rethrow();
    }

    @Override
    public void close() {
        main.stop();
    }
}
