package dev.lockstep.cli.process;

import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * What {@code logback.xml} is told through system properties. It reads them when the first logger is made, so {@link
 * #configure} comes before everything else, and {@link #ofService} or {@link #ofTool} first in each command.
 */
public final class Logs {

    private static final String FORMAT = "lockstep.log.format";
    private static final String LEVEL = "lockstep.log.level";
    private static final String NAME = "lockstep.log.name";
    private static final String TARGET = "lockstep.log.target";

    private Logs() {}

    /**
     * Hands on LOG_FORMAT and LOG_LEVEL.
     *
     * @throws IllegalArgumentException if one has a value that is not allowed
     */
    public static void configure(Map<String, String> variables) {
        configure(variables, "LOG_FORMAT", FORMAT, List.of("text", "json"));
        configure(variables, "LOG_LEVEL", LEVEL, List.of("trace", "debug", "info", "warn", "error", "off"));
    }

    private static void configure(Map<String, String> variables, String name, String property, List<String> allowed) {
        String value = variables.getOrDefault(name, "").toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return;
        }
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(
                    name + ": '" + value + "' is not known; allowed are " + String.join(", ", allowed));
        }
        System.setProperty(property, value);
    }

    /** The logs are all that a service prints: they go to standard output, with {@code name} on every line. */
    public static void ofService(String name) {
        System.setProperty(NAME, name);
    }

    /** Standard output is for the result: logs go to standard error, from {@code level} unless LOG_LEVEL says otherwise. */
    public static void ofTool(String level) {
        System.setProperty(TARGET, "System.err");
        System.getProperties().putIfAbsent(LEVEL, level);
    }

    /** Ends the logs. */
    public static void end() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
