package dev.lockstep.cli.option;

import dev.lockstep.cli.process.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The folder of the route files. */
public final class RoutesFolder {

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of the route files and application.properties."
                    + " [ROUTES; default: routes, in this folder or beside the jar]")
    @Env("ROUTES")
    private Path given;

    /**
     * Returns the folder.
     *
     * @throws CommandFailedException if it does not exist
     */
    public Path path() {
        List<Path> candidates = given == null ? defaults() : List.of(given);
        return candidates.stream()
                .filter(folder -> Files.isRegularFile(folder.resolve("application.properties")))
                .findFirst()
                .orElseThrow(() -> new CommandFailedException(
                        "no routes: there is no application.properties in %s (--routes or ROUTES)"
                                .formatted(candidates.stream()
                                        .map(folder -> folder.toAbsolutePath()
                                                .normalize()
                                                .toString())
                                        .collect(Collectors.joining(" or ")))));
    }

    private static List<Path> defaults() {
        Path here = Path.of("routes");
        // The class path of "java -jar" is the jar.
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        boolean isJar = jar.toString().endsWith(".jar") && Files.isRegularFile(jar);
        // The jar is in the folder of the distribution, or in the build's target folder.
        return isJar
                ? List.of(
                        here,
                        jar.resolveSibling("routes"),
                        jar.resolveSibling("../routes").normalize())
                : List.of(here);
    }
}
