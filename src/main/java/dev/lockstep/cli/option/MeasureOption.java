package dev.lockstep.cli.option;

import dev.lockstep.cli.process.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The route file of the sensor, for the commands that run nodes. */
public final class MeasureOption {

    private static final String SUFFIX = ".camel.yaml";

    @Option(
            names = "--measure",
            paramLabel = "NAME|FILE",
            defaultValue = "measure-host",
            description = "The route file that measures: NAME.camel.yaml in the routes folder, or any route file with"
                    + " direct:measure. [MEASURE; default: ${DEFAULT-VALUE}]")
    @Env("MEASURE")
    private String nameOrFile;

    /**
     * Returns the route file.
     *
     * @throws CommandFailedException if it does not exist
     */
    public Path file(RoutesFolder routes) {
        boolean isFile = nameOrFile.contains("/") || nameOrFile.endsWith(".yaml");
        Path folder = routes.path();
        Path file = isFile ? Path.of(nameOrFile) : folder.resolve(nameOrFile + SUFFIX);
        if (Files.isRegularFile(file)) {
            return file;
        }
        throw new CommandFailedException("there is no route file %s (--measure or MEASURE); the routes folder has: %s"
                .formatted(file, String.join(", ", names(folder))));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("measure-") && name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandFailedException("the routes folder cannot be read: " + e.getMessage(), e);
        }
    }
}
