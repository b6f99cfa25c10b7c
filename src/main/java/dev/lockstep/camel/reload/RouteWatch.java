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
 * Watches route files and applies edits while the context runs: see {@link RouteReload}.
 *
 * <p>This class is level-triggered: it compares the contents of the files rather than wait for events of the file system, as
 * Camel's own strategy does. So no event is missed, a file that is saved in several steps is reloaded when it no longer
 * changes, and any file system works (network mounts and some volumes of containers do not pass events on).
 *
 * <p>Camel starts and stops this watch with the context that it is bound to.
 */
public final class RouteWatch extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
    private static final long POLL_INTERVAL_MILLIS = 250;

    private final Path settings;
    private final Path folder;
    private final List<Path> extraFiles;
    /** The texts that were processed, whether they run or were refused. */
    private final Map<Path, String> processed;

    private Map<Path, String> lastRead;
    private String lastError = "";
    private ScheduledExecutorService thread;

    /**
     * Reads the files as they are now, which are assumed to be the ones that the context loads.
     *
     * @param settings the {@code application.properties}; a change of it is only logged
     * @param folder the folder whose route files are watched, including files that are created later
     * @param extraFiles other route files to watch
     * @throws UncheckedIOException if they cannot be read
     */
    public RouteWatch(Path settings, Path folder, List<Path> extraFiles) {
        this.settings = settings;
        this.folder = folder;
        this.extraFiles = List.copyOf(extraFiles);
        try {
            this.processed = read();
        } catch (IOException e) {
            throw new UncheckedIOException("the route files cannot be read", e);
        }
        this.lastRead = Map.copyOf(processed);
    }

    @Override
    public void onContextStarted(CamelContext context) {
        RouteReload reload = new RouteReload(context, Map.copyOf(processed));
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-watch");
        var unused = thread.scheduleWithFixedDelay(
                () -> poll(reload), POLL_INTERVAL_MILLIS, POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info("Edits of the routes in {} take effect when they are saved", folder);
    }

    @Override
    public void onContextStopping(CamelContext context) {
        if (thread != null) {
            context.getExecutorServiceManager().shutdownNow(thread);
        }
    }

    private void poll(RouteReload reload) {
        try {
            Map<Path, String> now = read();
            Set<Path> files = new TreeSet<>(processed.keySet());
            files.addAll(now.keySet());
            for (Path file : files) {
                String text = now.get(file);
                if (Objects.equals(text, lastRead.get(file)) && !Objects.equals(text, processed.get(file))) {
                    processed.put(file, text);
                    reload.reload(file, text);
                }
            }
            lastRead = now;
            lastError = "";
        } catch (IOException e) {
            // A folder that is temporarily missing, as a volume may be, is not a folder without routes.
            if (!e.toString().equals(lastError)) {
                lastError = e.toString();
                LOG.warn("Cannot read the route files, the running routes stay in force: {}", lastError);
            }
        }
    }

    private Map<Path, String> read() throws IOException {
        Map<Path, String> texts = new HashMap<>();
        read(settings, texts);
        for (Path file : extraFiles) {
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
            // Deleted since the folder was listed, or never created: it has no text.
        }
    }
}
