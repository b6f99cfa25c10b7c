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
 * Makes a new version of a route file run: the routes whose text has changed are replaced, new ones added, missing ones removed,
 * all others go on untouched. A version that does not work is refused with file, line and reason, and what ran before runs on.
 *
 * <p>Camel's {@code RouteWatcherReloadStrategy} was no base for it: it removes the routes before it knows whether the new ones
 * work, restarts every route or leaves those of deleted files (4.17).
 *
 * <p>For one thread.
 */
final class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    static final String BEANS = "beans.camel.yaml";
    private static final String ROUTES = ".camel.yaml";

    private final CamelContext context;
    /** What runs. */
    private final Map<Path, String> running;

    RouteReload(CamelContext context, Map<Path, String> running) {
        this.context = context;
        this.running = new HashMap<>();
        running.forEach((file, text) -> this.running.put(key(file), text));
    }

    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /**
     * Takes a new version of a file.
     *
     * @param text null if the file was deleted
     */
    void reload(Path file, String text) {
        if (!isRoutes(file)) {
            LOG.warn(
                    "{} was changed: beans and settings are read at a start only, so restart to have it take effect",
                    file);
            return;
        }
        try {
            String before = running.get(key(file));
            if (Objects.equals(text, before)) {
                LOG.debug("{} is as it runs", file);
                return;
            }
            RouteFile old = before == null ? RouteFile.NONE : RouteFile.parse(file, before);
            RouteFile next = text == null ? RouteFile.NONE : RouteFile.parse(file, text);
            swap(file, text, old, next);
            if (text == null) {
                running.remove(key(file));
            } else {
                running.put(key(file), text);
            }
        } catch (RouteRefusedException e) {
            refused(file, e.getMessage());
        } catch (RuntimeException e) {
            // Of the YAML parser, most likely.
            refused(file, new RouteFault(List.of(file), e).describe());
        }
    }

    private void swap(Path file, String text, RouteFile old, RouteFile next) throws RouteRefusedException {
        Set<String> changed = old.changedIn(next);
        Set<String> missing = old.missingIn(next);
        Set<String> shared = old.sharedChangesIn(next);
        if (changed.isEmpty() && missing.isEmpty() && shared.isEmpty()) {
            LOG.info("{}: no route was changed", file);
            return;
        }
        Set<String> gone = new LinkedHashSet<>(missing);
        changed.stream().filter(old.routes()::containsKey).forEach(gone::add);
        List<RouteEdit> edits = new ArrayList<>();
        edits.add(new RouteEdit(context, file, text, old, changed));
        Set<String> users = addUsers(file, shared, edits);
        gone.addAll(users);
        RouteSwap.of(context).replace(gone, new RouteEdits(edits));
        changed.addAll(users);
        LOG.info("{}: {}", file, summary(gone, changed, missing));
    }

    /** Adds the edits of those other files whose routes use what is shared, and returns these routes. */
    private Set<String> addUsers(Path file, Set<String> shared, List<RouteEdit> edits) throws RouteRefusedException {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<Path, String> other : running.entrySet()) {
            if (!shared.isEmpty() && !other.getKey().equals(key(file)) && isRoutes(other.getKey())) {
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

    private static String summary(Set<String> gone, Set<String> changed, Set<String> missing) {
        Set<String> added = new LinkedHashSet<>(changed);
        added.removeAll(gone);
        Set<String> replaced = new LinkedHashSet<>(changed);
        replaced.removeAll(added);
        StringBuilder summary = new StringBuilder("routes");
        append(summary, "reloaded", replaced);
        append(summary, "added", added);
        append(summary, "removed", missing);
        return summary.toString();
    }

    private static void append(StringBuilder summary, String what, Set<String> ids) {
        if (!ids.isEmpty()) {
            summary.append(' ').append(what).append(' ').append(ids);
        }
    }

    private static void refused(Path file, String reason) {
        LOG.warn(
                "The edit is refused, what ran before runs on: {}{}",
                reason.contains(file.toString()) ? "" : file + ": ",
                reason);
    }
}
