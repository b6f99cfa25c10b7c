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
 * Builds a route in a running context without starting it, to check that it can be built: endpoints, options, expressions,
 * beans, placeholders, consumer. The result is discarded. It is not stopped, because that would also stop beans that the
 * running routes use.
 */
final class RouteCheck {

    private static final String PREFIX = "check of ";

    private final CamelContext context;
    private final Model model;

    RouteCheck(CamelContext context, Model model) {
        this.context = context;
        this.model = model;
    }

    /** Returns true if a placeholder is resolved for a check, not for a route that will run. */
    static boolean isCheck(String routeId) {
        return routeId.startsWith(PREFIX);
    }

    /**
     * Builds {@code definition} and discards the result.
     *
     * @param removed the routes that will have been removed when this one is added
     * @throws Exception if it cannot be built
     */
    void build(RouteDefinition definition, Collection<String> removed) throws Exception {
        String id = definition.getRouteId();
        if (context.getRoute(id) != null && !removed.contains(id)) {
            throw new RouteRefusedException("duplicate route id " + id + ", already defined in "
                    + model.getRouteDefinition(id).getResource().getLocation());
        }
        Set<Endpoint> before = new HashSet<>(context.getEndpoints());
        try {
            context.getCamelContextExtension().createRoute(PREFIX + id);
            setTemplateParameters(definition);
            Route route = model.getModelReifierFactory().createRoute(context, definition);
            route.getEndpoint().createConsumer(route.getProcessor());
        } catch (Exception e) {
            removeEndpointsExcept(before);
            throw e;
        } finally {
            context.getPropertiesComponent().setLocalProperties(null);
        }
    }

    /** Sets what Camel sets when it starts a route that was created from a template. */
    private void setTemplateParameters(RouteDefinition definition) {
        if (Boolean.TRUE.equals(definition.isTemplate()) && definition.getTemplateParameters() != null) {
            OrderedLocationProperties parameters = new OrderedLocationProperties();
            parameters.putAll("template", definition.getTemplateParameters());
            context.getPropertiesComponent().setLocalProperties(parameters);
        }
    }

    private void removeEndpointsExcept(Set<Endpoint> before) throws Exception {
        for (Endpoint endpoint : Set.copyOf(context.getEndpoints())) {
            if (!before.contains(endpoint)) {
                context.removeEndpoint(endpoint);
            }
        }
    }
}
