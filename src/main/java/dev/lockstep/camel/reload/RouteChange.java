package dev.lockstep.camel.reload;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.model.RouteDefinition;

/** The new routes of a {@link RouteSwap}, and what they need in the model. */
interface RouteChange {

    /** Returns the routes to add, after everything that they need was added to the model. */
    List<RouteDefinition> prepare() throws Exception;

    /** Returns the files from which the routes are. */
    List<Path> files();

    /** Reverts {@link #prepare}; called before the old routes are restored. */
    void rollBack(String reason);
}
