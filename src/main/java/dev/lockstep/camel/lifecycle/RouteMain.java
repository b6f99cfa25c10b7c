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
 * A Camel Main that runs YAML routes from a folder on disk, with the {@code application.properties} of the routes folder. What
 * a command line sets wins over the file.
 */
public final class RouteMain {

    /** The one file of a folder that may declare {@code beans:}. */
    private static final String BEANS = "beans.camel.yaml";

    private RouteMain() {}

    /**
     * A Main that is ready to be started.
     *
     * @param name names the Camel context, its threads and its logs
     * @param routes the folder that holds {@code application.properties}
     * @param folder the folder below it, all of whose route files are loaded
     * @param more further route files
     * @param watch whether edits of the route files take effect while they run
     * @param overrides properties that win over the file's
     * @throws IllegalArgumentException if something of this does not exist
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
        // Here and not in the file, which is also for Camel's own command line: that needs JMX to show what runs, and
        // HTTP for
        // its console.
        main.addOverrideProperty("camel.main.jmx-enabled", "false");
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        // The file says which variables count. By default Camel takes every one that is spelt like a key, before
        // anything else: an
        // empty NODE_JOURNAL would win over a journal that the command line names.
        main.addOverrideProperty("camel.component.properties.environment-variable-mode", "0");
        main.setPropertyPlaceholderLocations("file:" + properties);
        overrides.forEach(main::addOverrideProperty);
        // For settings that name a file of the folder.
        main.addOverrideProperty("routes.folder", routes.toString());
        main.addOverrideProperty("camel.main.name", name);
        main.configure()
                .withRoutesIncludePattern(
                        files.stream().map(file -> "file:" + file).collect(Collectors.joining(",")));
        return main;
    }

    /**
     * The route files of a folder, the one with the beans first. Camel parses all files for beans before it loads the first,
     * and forgets what it has made when that one is loaded: beans of any other file would be made twice (Camel 4.17).
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
