package dev.lockstep.cli.option;

import dev.lockstep.cli.process.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where the route files are. */
public final class RoutesFolder {

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder with the route files and application.properties."
                    + " [ROUTES; default: routes, here or beside the jar]")
    @Env("ROUTES")
    private Path given;

    /**
     * The folder.
     *
     * @throws CommandFailedException if there is none
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
        // The class path of "java -jar" is the jar, wherever inside it this class may be.
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        boolean isJar = jar.toString().endsWith(".jar") && Files.isRegularFile(jar);
        // The jar is in the distribution's folder, or in the build's target.
        return isJar
                ? List.of(
                        here,
                        jar.resolveSibling("routes"),
                        jar.resolveSibling("../routes").normalize())
                : List.of(here);
    }
}
