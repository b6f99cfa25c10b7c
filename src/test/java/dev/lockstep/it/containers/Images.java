package dev.lockstep.it.containers;

import dev.lockstep.testing.Command;
import dev.lockstep.testing.JvmLock;
import java.nio.file.Path;

/** The project's own images, built from this checkout; what an earlier test has built is in the engine's cache. */
final class Images {

    static final String NODE = "lockstep-node";
    static final String WEB = "lockstep-web";
    static final String ZOOKEEPER = "zookeeper:3.9";
    static final String REDIS = "redis:7";

    private Images() {}

    /** Builds them; one JVM of the tests does so, and the others find the result. */
    @SuppressWarnings("try")
    static void build() {
        try (JvmLock building = JvmLock.take(Path.of("target", "it", "images.lock"))) {
            build("node", NODE);
            build("web", WEB);
        }
    }

    private static void build(String target, String image) {
        Command.of("docker", "build", "-q", "-f", "docker/Dockerfile", "--target", target, "-t", image, ".")
                .run();
    }
}
