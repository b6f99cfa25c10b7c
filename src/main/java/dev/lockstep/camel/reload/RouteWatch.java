package dev.lockstep.camel.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches route files and has what was edited take effect while the context runs: see {@link RouteReload}.
 *
 * <p>Looks at the files' contents, by level, rather than wait for the file system's events as Camel's own strategy does: no
 * event is missed, a file that is saved in several steps is taken when it has come to rest, and it works on any file system
 * (events do not pass network mounts and some containers' volumes).
 *
 * <p>Camel starts and stops it with the context that it is bound to.
 */
public final class RouteWatch extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
    private static final long LOOK_EVERY_MILLIS = 250;

    private final Path settings;
    private final Path folder;
    private final List<Path> more;
    /** The contents that were dealt with, whether they run or were refused. */
    private final Map<Path, String> settled;

    private Map<Path, String> seen;
    private String trouble = "";
    private ScheduledExecutorService thread;

    /**
     * Takes the files as they are now for those that will be loaded.
     *
     * @param settings the {@code application.properties}, of which a change is only told
     * @param folder all of its route files are watched, those that come later included
     * @param more further route files
     * @throws UncheckedIOException if they cannot be read
     */
    public RouteWatch(Path settings, Path folder, List<Path> more) {
        this.settings = settings;
        this.folder = folder;
        this.more = List.copyOf(more);
        try {
            this.settled = read();
        } catch (IOException e) {
            throw new UncheckedIOException("the route files cannot be read", e);
        }
        this.seen = Map.copyOf(settled);
    }

    @Override
    public void onContextStarted(CamelContext context) {
        RouteReload reload = new RouteReload(context, Map.copyOf(settled));
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-watch");
        var unused = thread.scheduleWithFixedDelay(
                () -> look(reload), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info("Edits of the routes in {} take effect when they are saved", folder);
    }

    @Override
    public void onContextStopping(CamelContext context) {
        if (thread != null) {
            context.getExecutorServiceManager().shutdownNow(thread);
        }
    }

    private void look(RouteReload reload) {
        try {
            Map<Path, String> now = read();
            Set<Path> files = new TreeSet<>(settled.keySet());
            files.addAll(now.keySet());
            for (Path file : files) {
                String text = now.get(file);
                if (Objects.equals(text, seen.get(file)) && !Objects.equals(text, settled.get(file))) {
                    settled.put(file, text);
                    reload.reload(file, text);
                }
            }
            seen = now;
            trouble = "";
        } catch (IOException e) {
            // A folder that is away for a while, as a volume may be, is no folder without routes.
            if (!e.toString().equals(trouble)) {
                trouble = e.toString();
                LOG.warn("The route files cannot be read, the routes run on: {}", trouble);
            }
        }
    }

    private Map<Path, String> read() throws IOException {
        Map<Path, String> texts = new HashMap<>();
        read(settings, texts);
        for (Path file : more) {
            read(file, texts);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.camel.yaml")) {
            for (Path file : files) {
                read(file, texts);
            }
        }
        if (!texts.containsKey(folder.resolve(RouteReload.BEANS))) {
            throw new NoSuchFileException(folder.resolve(RouteReload.BEANS).toString());
        }
        return texts;
    }

    private static void read(Path file, Map<Path, String> texts) throws IOException {
        try {
            texts.put(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            // Deleted since the folder was listed, or never there: it has no content.
        }
    }
}
