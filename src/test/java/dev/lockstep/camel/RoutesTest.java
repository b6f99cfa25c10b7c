package dev.lockstep.camel;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;

/** Runs the route files of the routes folder itself, with its settings. */
public abstract class RoutesTest extends CamelTestSupport {

    protected static final Path ROUTES = Path.of("routes");

    /** The files under test, as paths below the routes folder. */
    protected abstract List<String> files();

    /** Settings in place of those of application.properties. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** What the test puts in place of other route files. */
    protected List<RoutesBuilder> standIns() {
        return List.of();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        Properties overrides = new Properties();
        overrides.put("routes.folder", ROUTES.toString());
        overrides.putAll(settings());
        context.getPropertiesComponent().setLocation("file:" + ROUTES.resolve("application.properties"));
        context.getPropertiesComponent().setOverrideProperties(overrides);
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        return context;
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        // In milliseconds here: no test waits for what the one before left under way.
        configuration.withShutdownTimeout(100);
        // A seda: consumer that is started with its context pauses for a second.
        configuration.withAutoStartupExcludePatterns("outbox");
    }

    @Override
    protected void doPostSetup() throws Exception {
        if (context().getRoute("outbox") != null) {
            context().getRouteController().startRoute("outbox");
        }
    }

    /** Waits until the route has completed {@code count} more exchanges. */
    protected final void awaitExchanges(String route, int count) {
        CountDownLatch completed = new CountDownLatch(count);
        EventNotifierSupport notifier = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeCompletedEvent exchange
                        && route.equals(exchange.getExchange().getFromRouteId())) {
                    completed.countDown();
                }
            }
        };
        context().getManagementStrategy().addEventNotifier(notifier);
        await().until(() -> completed.getCount() == 0);
        context().getManagementStrategy().removeEventNotifier(notifier);
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() throws Exception {
        Resource[] resources = files().stream()
                .map(file -> ResourceHelper.resolveResource(context(), "file:" + ROUTES.resolve(file)))
                .toArray(Resource[]::new);
        List<RoutesBuilder> routes =
                new ArrayList<>(PluginHelper.getRoutesLoader(context()).findRoutesBuilders(resources));
        routes.addAll(standIns());
        return routes.toArray(RoutesBuilder[]::new);
    }
}
