package dev.lockstep.camel.reload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces routes of a running context, all of them or none. The new routes are first built beside the running ones, so that
 * most errors (an unknown endpoint, option or bean) are found while the old routes still run. If a new route fails only when it
 * starts, the old routes are restored. Camel's own reload does neither: a bad endpoint leaves no route at all (4.17).
 *
 * <p>This class is thread-safe: swaps are done one after the other.
 */
public final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

    private final CamelContext context;
    private final Model model;

    private RouteSwap(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Returns the instance of {@code context}. */
    public static RouteSwap of(CamelContext context) {
        synchronized (context) {
            RouteSwap swap = context.getCamelContextExtension().getContextPlugin(RouteSwap.class);
            if (swap == null) {
                swap = new RouteSwap(context);
                context.getCamelContextExtension().addContextPlugin(RouteSwap.class, swap);
            }
            return swap;
        }
    }

    /**
     * Removes the routes {@code removed} and adds those of {@code change}. A route that does not start automatically but was
     * running is started again.
     *
     * @throws RouteRefusedException if the routes cannot be replaced; the context is then unchanged
     */
    synchronized void replace(Collection<String> removed, RouteChange change) throws RouteRefusedException {
        List<RouteDefinition> old = definitions(removed);
        Set<String> running = removed.stream().filter(this::isStarted).collect(Collectors.toSet());
        List<RouteDefinition> added;
        try {
            added = change.prepare();
            for (RouteDefinition definition : added) {
                new RouteCheck(context, model).build(definition, removed);
            }
        } catch (Exception e) {
            throw refused(e, change);
        }
        try {
            remove(old);
            add(added, running);
        } catch (Exception e) {
            removeAdded(added);
            RouteRefusedException refusal = refused(e, change);
            restore(old, running, refusal);
            throw refusal;
        }
    }

    private RouteRefusedException refused(Exception e, RouteChange change) {
        String reason =
                e instanceof RouteRefusedException ? e.getMessage() : new RouteFault(change.files(), e).describe();
        change.rollBack(reason);
        return new RouteRefusedException(reason, e);
    }

    private void remove(List<RouteDefinition> definitions) throws Exception {
        FastRouteStop.stop(context, ids(definitions));
        model.removeRouteDefinitions(definitions);
    }

    private void add(List<RouteDefinition> definitions, Set<String> running) throws Exception {
        for (RouteDefinition definition : definitions) {
            String id = definition.getRouteId();
            try {
                model.addRouteDefinition(definition);
                if (running.contains(id) && !isStarted(id)) {
                    context.getRouteController().startRoute(id);
                }
            } catch (FailedToCreateRouteException | FailedToStartRouteException e) {
                throw e;
            } catch (Exception e) {
                throw new FailedToStartRouteException(id, e.getMessage(), e);
            }
        }
    }

    /** Removes the routes that were added before the swap failed, started or not. */
    private void removeAdded(List<RouteDefinition> definitions) {
        for (RouteDefinition definition : definitions) {
            try {
                model.removeRouteDefinition(definition);
            } catch (Exception e) {
                LOG.debug("Route {} was not added", definition.getRouteId(), e);
            }
        }
    }

    private void restore(List<RouteDefinition> old, Set<String> running, RouteRefusedException refusal) {
        try {
            // Without the routes that had not been removed when the swap failed.
            List<RouteDefinition> missing = new ArrayList<>(old);
            missing.removeIf(definition -> context.getRoute(definition.getRouteId()) != null
                    && isStarted(definition.getRouteId()) == running.contains(definition.getRouteId()));
            add(missing, running);
        } catch (Exception e) {
            refusal.addSuppressed(e);
            LOG.error("Cannot restore routes {}: restart the process", ids(old), e);
        }
    }

    private List<RouteDefinition> definitions(Collection<String> ids) {
        return ids.stream()
                .map(model::getRouteDefinition)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<String> ids(List<RouteDefinition> definitions) {
        return definitions.stream().map(RouteDefinition::getRouteId).toList();
    }

    private boolean isStarted(String id) {
        return context.getRouteController().getRouteStatus(id) == ServiceStatus.Started;
    }
}
