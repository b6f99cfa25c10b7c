package dev.lockstep.camel.reload;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;

/**
 * Routes that are rebuilt from their unchanged definitions because values of their placeholders have changed.
 *
 * @param ids the routes; ids of routes that do not exist are ignored
 * @param onRefused called with the reason if the routes are refused; restores the values of the placeholders
 */
record RouteRebuild(Model model, Collection<String> ids, Consumer<String> onRefused) implements RouteChange {

    private static final String FILE = "file:";

    @Override
    public List<RouteDefinition> prepare() {
        return ids.stream()
                .map(model::getRouteDefinition)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<Path> files() {
        return prepare().stream()
                .map(RouteDefinition::getResource)
                .filter(Objects::nonNull)
                .map(Resource::getLocation)
                .filter(location -> location.startsWith(FILE))
                .map(location -> Path.of(location.substring(FILE.length())))
                .distinct()
                .toList();
    }

    @Override
    public void rollBack(String reason) {
        onRefused.accept(reason);
    }
}
