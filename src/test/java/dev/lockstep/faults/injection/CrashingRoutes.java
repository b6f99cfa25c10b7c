package dev.lockstep.faults.injection;

import dev.lockstep.faults.cluster.Launch;
import dev.lockstep.testing.Folders;
import dev.lockstep.testing.Jvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of the routes folder in which every named point of the protocol is a {@link CrashPoint}: the program is what users have,
 * and only its routes are edited, as users may edit them.
 */
public final class CrashingRoutes implements Launch {

    /** The points at which a leader can be hit, in the order in which it passes them. */
    static final List<String> LEADER_POINTS =
            List.of("before-freeze", "after-freeze", "before-post", "after-post", "before-release", "after-release");

    /** The points at which any node can be hit. */
    static final List<String> SENSOR_POINTS = List.of("before-publish", "after-publish", "after-wait");

    /** The point at which a node measures. */
    static final String SENSOR = "sensor";

    private static final String MEASURE = "measure-simulated";

    private final Path folder;

    private CrashingRoutes(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the copy.
     *
     * @param folder is made; gets the routes, the points and the class that they call
     * @throws IllegalStateException if the routes have changed so that a point is not found
     */
    public static CrashingRoutes copyTo(Path folder) throws IOException {
        Path routes = Folders.copy(Path.of("routes"), folder.resolve("routes"));
        Files.createDirectories(folder.resolve("points"));
        CrashingRoutes copy = new CrashingRoutes(folder);
        copy.installClass();
        Path leader = routes.resolve("node/leader.camel.yaml");
        insert(leader, step("report", "freeze"), "before-freeze", "after-freeze");
        insert(leader, step("cycle", "release"), "before-release", "after-release");
        Path delivery = routes.resolve("node/delivery.camel.yaml");
        insert(delivery, "- choice:\\n", "before-post", null);
        insert(delivery, step("report", "delivered"), "after-post", null);
        Path sensor = routes.resolve("node/sensor.camel.yaml");
        insert(sensor, "- to:\\n +uri: \"zookeeper:", "before-publish", null);
        insert(sensor, "- process:\\n +ref: readingOwnerCheck\\n", null, "after-publish");
        insert(sensor, step("counter", "increment"), "after-wait", null);
        insert(routes.resolve(MEASURE + ".camel.yaml"), "- setBody:\\n", SENSOR, null);
        // Shorter than what users have, or a slow API would take most of the time.
        replace(
                routes.resolve("application.properties"),
                "delivery.response-timeout = 5000",
                "delivery.response-timeout = 1000");
        replace(routes.resolve("application.properties"), "delivery.last-pause = 5000", "delivery.last-pause = 1000");
        return copy;
    }

    Path routes() {
        return folder.resolve("routes");
    }

    Path points() {
        return folder.resolve("points");
    }

    @Override
    public List<String> command(String id) {
        List<String> command = Jvm.light();
        command.addAll(List.of(
                "-D" + CrashPoint.FOLDER + "=" + points(),
                "-cp",
                PROGRAM + ":" + folder.resolve("classes"),
                "dev.lockstep.cli.Lockstep",
                "node",
                "--routes",
                routes().toString(),
                "--measure",
                MEASURE));
        return command;
    }

    private void installClass() throws IOException {
        String name = CrashPoint.class.getName().replace('.', '/');
        for (String file : List.of(name + ".class", name + "$Deed.class")) {
            Path target = folder.resolve("classes").resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream in = CrashPoint.class.getClassLoader().getResourceAsStream(file)) {
                Files.copy(in, target);
            }
        }
    }

    private static String step(String resource, String operation) {
        return "- to:\\n +uri: lockstep:%s\\n +parameters:\\n +operation: %s\\n".formatted(resource, operation);
    }

    /** Puts points before and after the step that {@code step} matches, which must be there exactly once. */
    private static void insert(Path file, String step, String before, String after) throws IOException {
        String text = Files.readString(file);
        Matcher matcher = Pattern.compile("(?m)^( +)" + step).matcher(text);
        List<String> found = matcher.results().map(result -> result.group()).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "in " + file + " the step " + step + " is there " + found.size() + " times, not once");
        }
        String indent = found.get(0).substring(0, found.get(0).indexOf('-'));
        Files.writeString(
                file, text.replace(found.get(0), point(indent, before) + found.get(0) + point(indent, after)));
    }

    private static String point(String indent, String name) {
        return name == null
                ? ""
                : "%1$s- bean:\n%1$s    beanType: %2$s\n%1$s    method: reached('%3$s')\n"
                        .formatted(indent, CrashPoint.class.getName(), name);
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalStateException(file + " has no line '" + from + "'");
        }
        Files.writeString(file, text.replace(from, to));
    }
}
