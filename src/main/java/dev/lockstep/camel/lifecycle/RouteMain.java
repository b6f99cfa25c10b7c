package dev.lockstep.camel.lifecycle;

import dev.lockstep.camel.reload.RouteWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.main.Main;

/**
 * Creates a Camel Main that runs YAML routes from a folder, with the {@code application.properties} of the routes folder.
 * Properties from the command line override those in the file.
 */
public final class RouteMain {

    /** The only file of a folder that may declare {@code beans:}. */
    private static final String BEANS = "beans.camel.yaml";

    private RouteMain() {}

    /**
     * Returns a Main that can be started.
     *
     * @param name the name of the Camel context, in threads and logs
     * @param routes the folder that contains {@code application.properties}
     * @param folder the folder below it, all of whose route files are loaded
     * @param more further route files
     * @param watch whether edits of the route files take effect while the routes run
     * @param overrides properties that override those in the file
     * @throws IllegalArgumentException if the properties file or the file with the beans does not exist
     */
    public static Main create(
            String name, Path routes, String folder, List<Path> more, boolean watch, Map<String, String> overrides) {
        Path properties = routes.resolve("application.properties");
        if (!Files.isRegularFile(properties)) {
            throw new IllegalArgumentException(
                    "no application.properties in the routes folder " + routes.toAbsolutePath());
        }
        List<Path> files = new ArrayList<>(routeFiles(routes.resolve(folder)));
        files.addAll(more);
        Main main = new Main();
        if (watch) {
            main.bind("routeWatch", new RouteWatch(properties, routes.resolve(folder), more));
        }
        // Not in the file, because Camel's own CLI also uses it, and that needs JMX to list routes and HTTP
        // for its console.
        main.addOverrideProperty("camel.main.jmx-enabled", "false");
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        // The file states which environment variables are used. By default Camel uses every variable that is
        // spelt like a key, with the highest priority: an empty NODE_JOURNAL would override the journal on
        // the command line.
        main.addOverrideProperty("camel.component.properties.environment-variable-mode", "0");
        main.setPropertyPlaceholderLocations("file:" + properties);
        overrides.forEach(main::addOverrideProperty);
        // For settings that refer to a file in the folder.
        main.addOverrideProperty("routes.folder", routes.toString());
        main.addOverrideProperty("camel.main.name", name);
        main.configure()
                .withRoutesIncludePattern(
                        files.stream().map(file -> "file:" + file).collect(Collectors.joining(",")));
        return main;
    }

    /**
     * Returns the route files of a folder, the one with the beans first. Camel creates the beans of all files before
     * it loads the first file, and forgets them when that one is loaded: the beans of any other file would be created
     * twice (Camel 4.17).
     */
    private static List<Path> routeFiles(Path folder) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.camel.yaml")) {
            List<Path> files = StreamSupport.stream(stream.spliterator(), false)
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            int beans = files.indexOf(folder.resolve(BEANS));
            if (beans < 0) {
                throw new IllegalArgumentException("no " + BEANS + " in the routes folder " + folder.toAbsolutePath());
            }
            Collections.swap(files, 0, beans);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("the routes folder " + folder.toAbsolutePath() + " cannot be read", e);
        }
    }
}
