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
 * Routes that are built anew from their unchanged definitions, which have placeholders whose values have changed.
 *
 * @param ids routes that there are; others are passed over
 * @param takeBack is told why if the routes are refused, and has the placeholders be what they were
 */
record RouteRebuild(Model model, Collection<String> ids, Consumer<String> takeBack) implements RouteSwap.Change {

    private static final String FILE = "file:";

    @Override
    public List<RouteDefinition> begin() {
        return ids.stream()
                .map(model::getRouteDefinition)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<Path> files() {
        return begin().stream()
                .map(RouteDefinition::getResource)
                .filter(Objects::nonNull)
                .map(Resource::getLocation)
                .filter(location -> location.startsWith(FILE))
                .map(location -> Path.of(location.substring(FILE.length())))
                .distinct()
                .toList();
    }

    @Override
    public void undo(String reason) {
        takeBack.accept(reason);
    }
}
