package dev.lockstep.camel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.main.Main;

/**
 * A Camel Main that runs YAML routes from a folder on disk, with that folder's {@code application.properties}. What a command
 * line sets wins over the file.
 */
public final class RouteMain {

    private RouteMain() {}

    /**
     * A Main that is ready to be started.
     *
     * @param name names the Camel context, its threads and its logs
     * @param routes the folder that holds {@code application.properties} and the route files
     * @param files the route files, as names or patterns below {@code routes}, or as absolute paths
     * @param overrides properties that win over the file's
     * @throws IllegalArgumentException if the folder has no {@code application.properties}
     */
    public static Main create(String name, Path routes, List<String> files, Map<String, String> overrides) {
        Path properties = routes.resolve("application.properties");
        if (!Files.isRegularFile(properties)) {
            throw new IllegalArgumentException("no application.properties in the routes folder " + routes.toAbsolutePath());
        }
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:" + properties);
        overrides.forEach(main::addOverrideProperty);
        main.addOverrideProperty("camel.main.name", name);
        main.configure()
                .withRoutesIncludePattern(files.stream()
                        .map(file -> "file:" + routes.resolve(file))
                        .collect(Collectors.joining(",")));
        return main;
    }
}
