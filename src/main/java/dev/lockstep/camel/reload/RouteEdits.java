package dev.lockstep.camel.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.RouteDefinition;

/**
 * Several edits as one change: an edited file, and the unchanged files whose routes use its configurations and templates.
 *
 * @param edits the edited file first, so that the routes of the others get its new configurations and templates
 */
record RouteEdits(List<RouteEdit> edits) implements RouteChange {

    @Override
    public List<RouteDefinition> prepare() throws Exception {
        List<RouteDefinition> routes = new ArrayList<>();
        for (RouteEdit edit : edits) {
            routes.addAll(edit.prepare());
        }
        return routes;
    }

    @Override
    public List<Path> files() {
        return edits.stream().flatMap(edit -> edit.files().stream()).toList();
    }

    @Override
    public void rollBack(String reason) {
        edits.forEach(edit -> edit.rollBack(reason));
    }
}
