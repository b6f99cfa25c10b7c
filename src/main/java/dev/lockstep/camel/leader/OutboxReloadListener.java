package dev.lockstep.camel.leader;

import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a new term when the route {@code outbox} was replaced while the node runs: the reports that waited in the old outbox
 * are lost with it, and a new term enqueues all reports that ZooKeeper keeps, in order.
 *
 * <p>Camel calls it on the thread that adds a route. Camel finds it in the registry by its type.
 */
public final class OutboxReloadListener extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxReloadListener.class);
    private static final String OUTBOX = "outbox";
    private static final String LEADER = "leader";

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        routes.stream()
                .filter(route -> OUTBOX.equals(route.getId()))
                .map(Route::getCamelContext)
                .filter(CamelContext::isStarted)
                .forEach(context -> new Thread(() -> restart(context.getRouteController()), "outbox-reload").start());
    }

    private static void restart(RouteController routes) {
        try {
            if (routes.getRouteStatus(LEADER) != null
                    && routes.getRouteStatus(LEADER).isStarted()) {
                routes.stopRoute(LEADER);
                routes.startRoute(LEADER);
            }
        } catch (Exception e) {
            LOG.warn("The leader could not start a new term; reports may be kept until another node leads", e);
        }
    }
}
