package dev.lockstep.camel.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.RouteDefinition;

/**
 * Several edits as one change: an edited file, and the unchanged ones whose routes use what it shares.
 *
 * @param edits the edited file first, so that the others take up its configurations and templates
 */
record RouteEdits(List<RouteEdit> edits) implements RouteSwap.Change {

    @Override
    public List<RouteDefinition> begin() throws Exception {
        List<RouteDefinition> routes = new ArrayList<>();
        for (RouteEdit edit : edits) {
            routes.addAll(edit.begin());
        }
        return routes;
    }

    @Override
    public List<Path> files() {
        return edits.stream().flatMap(edit -> edit.files().stream()).toList();
    }

    @Override
    public void undo(String reason) {
        edits.forEach(edit -> edit.undo(reason));
    }
}
