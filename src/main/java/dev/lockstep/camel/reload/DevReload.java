package dev.lockstep.camel.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Camel's own watcher, which {@code camel run --dev} starts, reload with {@link RouteReload}. The watcher's default reload
 * fails if a file has two routes: it loads the file once for each of them and reports duplicate ids (4.17).
 *
 * <p>Camel finds this strategy in the registry by its type and calls it when the context has started.
 */
public final class DevReload extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(DevReload.class);

    @Override
    public void onContextStarted(CamelContext context) {
        RouteWatcherReloadStrategy watcher = context.hasService(RouteWatcherReloadStrategy.class);
        if (watcher == null) {
            return;
        }
        RouteReload reload = new RouteReload(context, running(context));
        watcher.setResourceReload((name, resource) -> reload.reload(Path.of(name), read(Path.of(name))));
        LOG.info("Edits of the routes in {} take effect when they are saved", watcher.getFolder());
    }

    private static Map<Path, String> running(CamelContext context) {
        Map<Path, String> texts = new HashMap<>();
        for (Route route : context.getRoutes()) {
            Resource source = route.getSourceResource();
            if (source != null && "file".equals(source.getScheme())) {
                Path file = Path.of(source.getURI());
                texts.computeIfAbsent(file, DevReload::read);
            }
        }
        return texts;
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
