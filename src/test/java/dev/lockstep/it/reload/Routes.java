package dev.lockstep.it.reload;

import dev.lockstep.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A routes folder that a test may edit. */
final class Routes {

    private static final Path ORIGINAL = Path.of("routes");

    private Routes() {}

    /** Copies the routes folder to {@code folder}, and returns that. */
    static Path copy(Path folder) {
        return Folders.copy(ORIGINAL, folder);
    }

    /** The route files of a node and their texts, but for the one with the beans, which cannot be edited live. */
    static Map<Path, String> read(Path routes, String measure) throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(routes.resolve("node"))) {
            for (Path file :
                    files.filter(file -> !file.endsWith("beans.camel.yaml")).toList()) {
                texts.put(file, Files.readString(file));
            }
        }
        Path measured = routes.resolve(measure + ".camel.yaml");
        texts.put(measured, Files.readString(measured));
        return texts;
    }
}
