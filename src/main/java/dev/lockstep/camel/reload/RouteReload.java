package dev.lockstep.camel.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a new version of a route file: changed routes are replaced, new ones added, missing ones removed; all others keep
 * running. A version that does not work is refused with file, line and reason, and the running routes stay in force.
 *
 * <p>Camel's {@code RouteWatcherReloadStrategy} could not be used as a base: it removes the routes before it knows whether the
 * new ones work, and either restarts every route or keeps the routes of deleted files (4.17).
 *
 * <p>This class is used by one thread.
 */
final class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    static final String BEANS = "beans.camel.yaml";
    private static final String ROUTES = ".camel.yaml";

    private final CamelContext context;
    /** The text of each file whose routes run. */
    private final Map<Path, String> running;

    RouteReload(CamelContext context, Map<Path, String> running) {
        this.context = context;
        this.running = new HashMap<>();
        running.forEach((file, text) -> this.running.put(normalize(file), text));
    }

    private static Path normalize(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /**
     * Applies a new version of a file.
     *
     * @param text the new text; null if the file was deleted
     */
    void reload(Path file, String text) {
        if (!isRoutes(file)) {
            LOG.warn(
                    "{} has changed, but beans and settings are read only at startup: restart to apply the change",
                    file);
            return;
        }
        try {
            String before = running.get(normalize(file));
            if (Objects.equals(text, before)) {
                LOG.debug("{} has the text that runs", file);
                return;
            }
            RouteFile old = before == null ? RouteFile.NONE : RouteFile.parse(file, before);
            RouteFile next = text == null ? RouteFile.NONE : RouteFile.parse(file, text);
            swap(file, text, old, next);
            if (text == null) {
                running.remove(normalize(file));
            } else {
                running.put(normalize(file), text);
            }
        } catch (RouteRefusedException e) {
            logRefused(file, e.getMessage());
        } catch (RuntimeException e) {
            // Most likely from the YAML parser.
            logRefused(file, new RouteFault(List.of(file), e).describe());
        }
    }

    private void swap(Path file, String text, RouteFile old, RouteFile next) throws RouteRefusedException {
        Set<String> changed = old.changedIn(next);
        Set<String> deleted = old.deletedIn(next);
        Set<String> shared = old.sharedChangesIn(next);
        if (changed.isEmpty() && deleted.isEmpty() && shared.isEmpty()) {
            LOG.info("{}: no route has changed", file);
            return;
        }
        Set<String> removed = new LinkedHashSet<>(deleted);
        changed.stream().filter(old.routes()::containsKey).forEach(removed::add);
        List<RouteEdit> edits = new ArrayList<>();
        edits.add(new RouteEdit(context, file, text, old, changed));
        Set<String> users = addUsers(file, shared, edits);
        removed.addAll(users);
        RouteSwap.of(context).replace(removed, new RouteEdits(edits));
        changed.addAll(users);
        LOG.info("{}: {}", file, summary(removed, changed, deleted));
    }

    /** Adds the edits of the other files whose routes use {@code shared}, and returns the ids of these routes. */
    private Set<String> addUsers(Path file, Set<String> shared, List<RouteEdit> edits) throws RouteRefusedException {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<Path, String> other : running.entrySet()) {
            if (!shared.isEmpty() && !other.getKey().equals(normalize(file)) && isRoutes(other.getKey())) {
                RouteFile content = RouteFile.parse(other.getKey(), other.getValue());
                Set<String> users = content.usersOf(shared);
                if (!users.isEmpty()) {
                    edits.add(new RouteEdit(context, other.getKey(), other.getValue(), content, users));
                    all.addAll(users);
                }
            }
        }
        return all;
    }

    private static boolean isRoutes(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ROUTES) && !name.equals(BEANS);
    }

    private static String summary(Set<String> removed, Set<String> changed, Set<String> deleted) {
        Set<String> added = new LinkedHashSet<>(changed);
        added.removeAll(removed);
        Set<String> replaced = new LinkedHashSet<>(changed);
        replaced.removeAll(added);
        StringBuilder summary = new StringBuilder("routes");
        append(summary, "reloaded", replaced);
        append(summary, "added", added);
        append(summary, "removed", deleted);
        return summary.toString();
    }

    private static void append(StringBuilder summary, String what, Set<String> ids) {
        if (!ids.isEmpty()) {
            summary.append(' ').append(what).append(' ').append(ids);
        }
    }

    private static void logRefused(Path file, String reason) {
        LOG.warn(
                "Route edit refused, the running routes stay in force: {}{}",
                reason.contains(file.toString()) ? "" : file + ": ",
                reason);
    }
}
