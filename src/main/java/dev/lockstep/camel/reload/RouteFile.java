package dev.lockstep.camel.reload;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The content of a version of a route file, as far as it determines which routes an edit affects.
 *
 * @param routes the routes by id, including those created from a template
 * @param templates the route templates by id
 * @param configurations the route configurations by id
 */
record RouteFile(
        Map<String, Map<?, ?>> routes, Map<String, Map<?, ?>> templates, Map<String, Map<?, ?>> configurations) {

    private static final String CONFIGURATION = "configuration ";
    private static final String TEMPLATE = "template ";

    static final RouteFile NONE = new RouteFile(Map.of(), Map.of(), Map.of());

    /**
     * Parses a version of {@code file}.
     *
     * @throws RouteRefusedException if it contains an item that cannot be reloaded
     * @throws org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException if it is not valid YAML
     */
    static RouteFile parse(Path file, String text) throws RouteRefusedException {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        RouteFile parsed = new RouteFile(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        if (!(new Load(settings).loadFromString(text) instanceof List<?> items) || items.isEmpty()) {
            throw new RouteRefusedException(
                    file + " contains no list of routes; to remove its routes, delete the file");
        }
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> map) || map.size() != 1) {
                throw new RouteRefusedException(file + ": '" + item + "' is not a route");
            }
            Map.Entry<?, ?> entry = map.entrySet().iterator().next();
            parsed.add(file, String.valueOf(entry.getKey()), entry.getValue());
        }
        return parsed;
    }

    private void add(Path file, String kind, Object value) throws RouteRefusedException {
        Map<?, ?> content = value instanceof Map<?, ?> map ? map : Map.of();
        switch (kind) {
            case "route" -> put(file, routes, content, "id");
            case "templatedRoute" -> put(file, routes, content, "routeId");
            case "routeTemplate" -> put(file, templates, content, "id");
            case "routeConfiguration" -> put(file, configurations, content, "id");
            default ->
                throw new RouteRefusedException(file + ": '" + kind + "' is read only at startup ('beans' only from "
                        + "beans.camel.yaml); items that can be reloaded are route, routeConfiguration, routeTemplate, "
                        + "templatedRoute");
        }
    }

    private static void put(Path file, Map<String, Map<?, ?>> items, Map<?, ?> content, String idField)
            throws RouteRefusedException {
        if (!(content.get(idField) instanceof String id)) {
            throw new RouteRefusedException(
                    file + ": an item without '" + idField + "' cannot be reloaded: " + content);
        }
        if (items.put(id, content) != null) {
            throw new RouteRefusedException(file + ": duplicate id '" + id + "'");
        }
    }

    /** Returns the routes that {@code next} adds or changes, by their own text or by what they share, in its order. */
    Set<String> changedIn(RouteFile next) {
        Set<String> changed = new LinkedHashSet<>();
        next.routes.forEach((id, content) -> {
            if (!content.equals(routes.get(id))) {
                changed.add(id);
            }
        });
        changed.addAll(next.usersOf(sharedChangesIn(next)));
        return changed;
    }

    /** Returns the configurations and templates that differ in {@code next}; routes of other files may use them, too. */
    Set<String> sharedChangesIn(RouteFile next) {
        Set<String> changes = new TreeSet<>();
        differences(configurations, next.configurations).forEach(id -> changes.add(CONFIGURATION + id));
        differences(templates, next.templates).forEach(id -> changes.add(TEMPLATE + id));
        return changes;
    }

    /** Returns the routes that use any of these configurations and templates. */
    Set<String> usersOf(Set<String> shared) {
        Set<String> users = new LinkedHashSet<>();
        routes.forEach((id, content) -> {
            boolean configured = Stream.of(
                            String.valueOf(content.get("routeConfigurationId")).split(","))
                    .anyMatch(configuration -> shared.contains(CONFIGURATION + configuration.strip()));
            if (configured || shared.contains(TEMPLATE + content.get("routeTemplateRef"))) {
                users.add(id);
            }
        });
        return users;
    }

    private static Set<String> differences(Map<String, Map<?, ?>> before, Map<String, Map<?, ?>> after) {
        Set<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        ids.removeIf(id -> Objects.equals(before.get(id), after.get(id)));
        return ids;
    }

    /** Returns the routes that {@code next} no longer has. */
    Set<String> deletedIn(RouteFile next) {
        Set<String> deleted = new TreeSet<>(routes.keySet());
        deleted.removeAll(next.routes.keySet());
        return deleted;
    }
}
