package dev.lockstep.camel.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The changes of a new version of a route file: all of its route configurations and templates, and selected routes.
 */
final class RouteEdit implements RouteChange {

    private final CamelContext context;
    private final Model model;
    private final Path file;
    private final Optional<Resource> resource;
    private final Set<String> wanted;
    private final List<RouteConfigurationDefinition> oldConfigurations;
    private final List<RouteTemplateDefinition> oldTemplates;
    private boolean prepared;
    private List<RouteConfigurationDefinition> newConfigurations = List.of();
    private List<RouteTemplateDefinition> newTemplates = List.of();

    /**
     * @param text the new version of {@code file}; null if it was deleted
     * @param old the version that runs
     * @param wanted the ids of the routes to create
     */
    RouteEdit(CamelContext context, Path file, String text, RouteFile old, Set<String> wanted) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.file = file;
        this.resource = Optional.ofNullable(text).map(content -> ResourceHelper.fromString("file:" + file, content));
        this.wanted = wanted;
        this.oldConfigurations = old.configurations().keySet().stream()
                .map(model::getRouteConfigurationDefinition)
                .filter(Objects::nonNull)
                .toList();
        this.oldTemplates = old.templates().keySet().stream()
                .map(model::getRouteTemplateDefinition)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<RouteDefinition> prepare() throws Exception {
        prepared = true;
        model.getRouteConfigurationDefinitions().removeAll(oldConfigurations);
        model.removeRouteTemplateDefinitions(oldTemplates);
        return resource.isPresent() ? load(resource.get()) : List.of();
    }

    @Override
    public List<Path> files() {
        return List.of(file);
    }

    @Override
    public void rollBack(String reason) {
        if (!prepared) {
            return;
        }
        try {
            model.getRouteConfigurationDefinitions().removeAll(newConfigurations);
            model.addRouteConfigurations(oldConfigurations);
            model.removeRouteTemplateDefinitions(newTemplates);
            model.addRouteTemplateDefinitions(oldTemplates);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the route configurations and templates of " + file + " cannot be restored", e);
        }
    }

    /** Loads the configurations first, as Camel does: the routes get them when they are read. */
    private List<RouteDefinition> load(Resource version) throws Exception {
        RouteConfigurationBuilder builder = (RouteConfigurationBuilder) PluginHelper.getRoutesLoader(context)
                .findRoutesBuilders(List.of(version))
                .iterator()
                .next();
        newConfigurations = builder.getRouteConfigurationCollection().getRouteConfigurations();
        newTemplates = builder.getRouteTemplateCollection().getRouteTemplates();
        builder.updateRouteConfigurationsToCamelContext(context);
        List<RouteDefinition> routes =
                new ArrayList<>(builder.configureRoutes(context).getRoutes());
        routes.removeIf(route -> !wanted.contains(route.getRouteId()));
        model.addRouteTemplateDefinitions(newTemplates);
        for (TemplatedRouteDefinition route :
                builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            if (wanted.contains(route.getRouteId())) {
                routes.add(instantiate(route));
            }
        }
        return routes;
    }

    /** Creates a template's route. Camel also adds it to the context, unless a filter prevents that. */
    private RouteDefinition instantiate(TemplatedRouteDefinition route) throws Exception {
        List<RouteDefinition> created = new ArrayList<>();
        model.setRouteFilter(definition -> {
            created.add(definition);
            return false;
        });
        try {
            model.addRouteFromTemplatedRoute(route);
            return created.get(0);
        } finally {
            model.setRouteFilter(null);
        }
    }
}
