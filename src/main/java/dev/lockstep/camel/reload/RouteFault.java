package dev.lockstep.camel.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Describes an exception of loading or starting routes in one line: the file, the line and the reason. */
public final class RouteFault {

    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");

    private final List<Path> paths;
    private final List<Throwable> causes = new ArrayList<>();

    /**
     * Creates the description of {@code thrown}.
     *
     * @param paths the route files, and folders of route files, in which the error may be
     * @param thrown the exception, from Camel or any other code
     */
    public RouteFault(List<Path> paths, Throwable thrown) {
        this.paths = paths;
        for (Throwable cause = thrown; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
    }

    /** Returns the place and the reason, on one line. */
    public String describe() {
        String text = first(MarkedYamlEngineException.class)
                .map(RouteFault::describe)
                .or(() -> first(FailedToCreateRouteException.class)
                        .map(FailedToCreateRouteException::getRouteId)
                        .map(this::describe))
                .or(() -> first(FailedToStartRouteException.class)
                        .map(FailedToStartRouteException::getRouteId)
                        .map(this::describe))
                .orElseGet(this::reason);
        return LINE_ENDS.matcher(text.strip()).replaceAll(" ");
    }

    private <T extends Throwable> Optional<T> first(Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static String describe(MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        String problem = Stream.of(e.getContext(), e.getProblem())
                .filter(part -> part != null && !part.isBlank())
                .reduce((context, part) -> context + ": " + part)
                .orElseGet(e::getMessage);
        return mark.map(at -> place(at.getName(), at.getLine() + 1) + ": ").orElse("") + problem;
    }

    private String describe(String routeId) {
        return declaration(routeId).map(place -> place + ": ").orElse("") + "route " + routeId + ": " + reason();
    }

    /** Returns the place of a route's id. Camel reports the route, but not always its file, and never the line. */
    private Optional<String> declaration(String routeId) {
        Pattern id = Pattern.compile("\\s+(id|routeId): [\"']?" + Pattern.quote(routeId) + "[\"']?\\s*");
        try {
            for (Path file : files()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (id.matcher(lines.get(i)).matches()) {
                        return Optional.of(place(file.toString(), i + 1));
                    }
                }
            }
        } catch (IOException e) {
            // Without the place, the reason is still useful.
        }
        return Optional.empty();
    }

    private List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path path : paths) {
            try (Stream<Path> files = Files.walk(path)) {
                files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(found::add);
            }
        }
        return found;
    }

    /** Returns Lockstep's own message, or the messages from Camel's innermost exception to the root cause, each once. */
    private String reason() {
        int from = 0;
        for (int i = 0; i < causes.size(); i++) {
            String type = causes.get(i).getClass().getName();
            if (type.startsWith("dev.lockstep.")) {
                return causes.get(i).getMessage();
            }
            if (type.startsWith("org.apache.camel.")) {
                // The messages of these two are only the route's id and its whole definition.
                boolean wrapper = causes.get(i) instanceof FailedToCreateRouteException
                        || causes.get(i) instanceof FailedToStartRouteException;
                from = wrapper && i + 1 < causes.size() ? i + 1 : i;
            }
        }
        StringBuilder reason = new StringBuilder();
        for (Throwable cause : causes.subList(from, causes.size())) {
            String message = message(cause);
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(message);
            }
        }
        return reason.toString();
    }

    /** Returns the message, with the exception's name if the message is a single word, such as the name of a missing class. */
    private static String message(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        if (message == null) {
            return name;
        }
        return message.contains(" ") ? message : name + ": " + message;
    }

    private static String place(String file, int line) {
        return file.replaceFirst("^file:", "") + ", line " + line;
    }
}
