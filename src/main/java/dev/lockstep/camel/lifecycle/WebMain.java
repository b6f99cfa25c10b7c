package dev.lockstep.camel.lifecycle;

import dev.lockstep.web.redis.RedisPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;

/** Creates the web backend as a Camel Main: the routes in {@code routes/web} and an HTTP server for them. */
public final class WebMain {

    private WebMain() {}

    /**
     * Returns a backend that can be started.
     *
     * @param routes the folder that contains {@code application.properties} and {@code web/}
     * @param port the port of the API, the page, health and metrics; 0 for a free one
     * @param redisUrl the Redis for the reports, as in {@code redis://localhost:6379}; it may be unavailable at startup
     * @param watch whether edits of the route files take effect while the backend runs
     * @throws PortInUseException if the port is in use by another program
     * @throws IllegalArgumentException if {@code redisUrl} is not a valid address, or {@code routes} has no settings
     */
    public static Main create(Path routes, int port, String redisUrl, boolean watch) {
        RedisPool.uri(redisUrl);
        requireFree(port);
        return RouteMain.create(
                "web",
                routes,
                "web",
                List.of(),
                watch,
                // Not in the properties file, because nodes share the file and must not open a port.
                Map.of(
                        "web.port", Integer.toString(port),
                        "web.redis", redisUrl,
                        "camel.server.enabled", "true",
                        "camel.server.port", "{{web.port}}",
                        "camel.server.max-body-size", "{{web.max-body-size}}",
                        "camel.management.enabled", "true",
                        // A summary of settings would show the password that web.redis may contain.
                        "camel.main.auto-configuration-log-summary", "false",
                        // The same port, or Camel would start a second server for health and metrics.
                        "camel.management.port", "{{web.port}}"));
    }

    /** Returns the port of a started backend, also if it was created with port 0. */
    public static int port(Main main) {
        return main.getCamelContext().hasService(VertxPlatformHttpServer.class).getPort();
    }

    /**
     * Checks that a port is free. Camel itself only logs that its server cannot listen, and then runs without one.
     *
     * @throws PortInUseException if the port is in use by another program
     */
    public static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new PortInUseException(port, e);
        }
    }
}
