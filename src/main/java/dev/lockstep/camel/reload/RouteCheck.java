package dev.lockstep.camel.reload;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * Builds a route of a running context without starting it, to see whether it can be built: endpoints, options, expressions,
 * beans, placeholders, consumer. What was built is forgotten. It is not stopped: that would stop beans that the running routes
 * use, too.
 */
final class RouteCheck {

    private static final String PREFIX = "check of ";

    private final CamelContext context;
    private final Model model;

    RouteCheck(CamelContext context, Model model) {
        this.context = context;
        this.model = model;
    }

    /** Whether a placeholder is being resolved for a check, and not for a route that will run. */
    static boolean isCheck(String routeId) {
        return routeId.startsWith(PREFIX);
    }

    /**
     * Builds {@code definition} and forgets it.
     *
     * @param gone the routes that will not be there any more when this one is
     * @throws Exception if it cannot be built
     */
    void build(RouteDefinition definition, Collection<String> gone) throws Exception {
        String id = definition.getRouteId();
        if (context.getRoute(id) != null && !gone.contains(id)) {
            throw new RouteRefusedException("route " + id + " is there already, in "
                    + model.getRouteDefinition(id).getResource().getLocation());
        }
        Set<Endpoint> before = new HashSet<>(context.getEndpoints());
        try {
            context.getCamelContextExtension().createRoute(PREFIX + id);
            setTemplateParameters(definition);
            Route route = model.getModelReifierFactory().createRoute(context, definition);
            route.getEndpoint().createConsumer(route.getProcessor());
        } catch (Exception e) {
            removeEndpointsBut(before);
            throw e;
        } finally {
            context.getPropertiesComponent().setLocalProperties(null);
        }
    }

    /** As Camel does when it starts a route that was made from a template. */
    private void setTemplateParameters(RouteDefinition definition) {
        if (Boolean.TRUE.equals(definition.isTemplate()) && definition.getTemplateParameters() != null) {
            OrderedLocationProperties parameters = new OrderedLocationProperties();
            parameters.putAll("template", definition.getTemplateParameters());
            context.getPropertiesComponent().setLocalProperties(parameters);
        }
    }

    private void removeEndpointsBut(Set<Endpoint> before) throws Exception {
        for (Endpoint endpoint : Set.copyOf(context.getEndpoints())) {
            if (!before.contains(endpoint)) {
                context.removeEndpoint(endpoint);
            }
        }
    }
}
