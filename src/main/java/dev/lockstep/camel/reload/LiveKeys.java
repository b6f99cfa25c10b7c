package dev.lockstep.camel.reload;

import dev.lockstep.config.ConfigChange;
import dev.lockstep.config.LiveConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records which route was built with which value of which key below {@code /config}. When a value changes, the routes that were
 * built with another value, and only these, are rebuilt. If one of them cannot be rebuilt, all of them keep running unchanged,
 * and the value is refused: the previous one is in force again.
 *
 * <p>This class is thread-safe. It rebuilds routes on its own thread, so that the configuration does not wait for them.
 */
final class LiveKeys extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);

    private final CamelContext context;
    private final LiveConfig config;
    private final ExecutorService thread;
    /** By route, then by key: the text that was in force when the route was built. */
    private final Map<String, Map<String, Optional<String>>> uses = new ConcurrentHashMap<>();

    LiveKeys(CamelContext context, LiveConfig config) {
        this.context = context;
        this.config = config;
        this.thread = context.getExecutorServiceManager().newSingleThreadExecutor(this, "live-keys");
        context.addLifecycleStrategy(this);
        config.addListener(this::changed);
    }

    LiveConfig config() {
        return config;
    }

    /** Records that {@code route} is built with {@code value}, which is empty if the placeholder's default is used. */
    void recordUse(String route, String key, Optional<String> value) {
        uses.computeIfAbsent(route, id -> new ConcurrentHashMap<>()).put(key, value);
    }

    @Override
    public void onRoutesRemove(Collection<Route> routes) {
        routes.forEach(route -> uses.remove(route.getId()));
    }

    @Override
    public void onContextStopping(CamelContext stopping) {
        thread.shutdownNow();
    }

    private void changed(ConfigChange change) {
        try {
            thread.execute(() -> refresh(change.key()));
        } catch (RejectedExecutionException e) {
            LOG.trace("Stopped in the meantime", e);
        }
    }

    private void refresh(String key) {
        Optional<String> now = config.text(key);
        List<String> stale = stale(key, now);
        if (stale.isEmpty() || !context.getStatus().isStarted()) {
            return;
        }
        Optional<String> before = uses.get(stale.get(0)).get(key);
        try {
            Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
            RouteRebuild rebuild = new RouteRebuild(
                    model, stale, reason -> config.refuse(key, now.orElse(null), before.orElse(null), reason));
            RouteSwap.of(context).replace(stale, rebuild);
            LOG.info(
                    "Routes rebuilt with {}: {}",
                    now.map(text -> key + " '" + text + "'").orElse("the default of " + key),
                    stale);
        } catch (RouteRefusedException e) {
            LOG.debug("{} is refused", key, e);
        }
    }

    private List<String> stale(String key, Optional<String> now) {
        return uses.entrySet().stream()
                .filter(use -> use.getValue().containsKey(key)
                        && !use.getValue().get(key).equals(now))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
