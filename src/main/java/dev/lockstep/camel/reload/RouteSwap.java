package dev.lockstep.camel.reload;

import java.nio.file.Path;
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
 * Replaces routes of a running context, all of them or none. What is new is first built beside the running routes, so that
 * most mistakes (an unknown endpoint, option or bean) are found while these still run; what only shows when a route starts is
 * found then, and the old routes are put back. Camel's own reload does neither: a bad endpoint leaves no route at all (4.17).
 *
 * <p>This class is threadsafe: swaps are done one after the other.
 */
public final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

    private final CamelContext context;
    private final Model model;

    private RouteSwap(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** The one of a context. */
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

    /** What belongs to a swap beside its routes. */
    interface Change {

        /** Makes the routes that are to be added; whatever they need must be in the model then. */
        List<RouteDefinition> begin() throws Exception;

        /** The files that the routes are from. */
        List<Path> files();

        /** Takes back what {@link #begin} did; called before the old routes are put back. */
        void undo(String reason);
    }

    /**
     * Removes the routes {@code gone} and adds those of {@code change}. A route that was started by hand is so again under
     * the same id.
     *
     * @throws RouteRefusedException if that cannot be done; all is then as it was
     */
    synchronized void replace(Collection<String> gone, Change change) throws RouteRefusedException {
        List<RouteDefinition> old = definitions(gone);
        Set<String> running = gone.stream().filter(this::isStarted).collect(Collectors.toSet());
        List<RouteDefinition> added;
        try {
            added = change.begin();
            for (RouteDefinition definition : added) {
                new RouteCheck(context, model).build(definition, gone);
            }
        } catch (Exception e) {
            throw refused(e, change);
        }
        try {
            remove(old);
            add(added, running);
        } catch (Exception e) {
            removeAny(added);
            RouteRefusedException refusal = refused(e, change);
            restore(old, running, refusal);
            throw refusal;
        }
    }

    private RouteRefusedException refused(Exception e, Change change) {
        String reason =
                e instanceof RouteRefusedException ? e.getMessage() : new RouteFault(change.files(), e).describe();
        change.undo(reason);
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

    /** Removes what was added before the swap failed, started or not. */
    private void removeAny(List<RouteDefinition> definitions) {
        for (RouteDefinition definition : definitions) {
            try {
                model.removeRouteDefinition(definition);
            } catch (Exception e) {
                LOG.debug("Route {} was not there", definition.getRouteId(), e);
            }
        }
    }

    private void restore(List<RouteDefinition> old, Set<String> running, RouteRefusedException refusal) {
        try {
            // Without those that were not removed yet when the swap failed.
            List<RouteDefinition> lost = new ArrayList<>(old);
            lost.removeIf(definition -> context.getRoute(definition.getRouteId()) != null
                    && isStarted(definition.getRouteId()) == running.contains(definition.getRouteId()));
            add(lost, running);
        } catch (Exception e) {
            refusal.addSuppressed(e);
            LOG.error("Routes {} cannot be put back: restart the node", ids(old), e);
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
