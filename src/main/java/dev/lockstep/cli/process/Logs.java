package dev.lockstep.cli.process;

import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Configures {@code logback.xml} through system properties. Logback reads them when the first logger is created, so {@link
 * #configure} is called before anything else, and each command first calls {@link #useForService} or {@link #useForTool}.
 */
public final class Logs {

    private static final String FORMAT = "lockstep.log.format";
    private static final String LEVEL = "lockstep.log.level";
    private static final String NAME = "lockstep.log.name";
    private static final String TARGET = "lockstep.log.target";

    private Logs() {}

    /**
     * Applies LOG_FORMAT and LOG_LEVEL.
     *
     * @throws IllegalArgumentException if the value of one of them is not allowed
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

    /** Sends the logs to standard output, with {@code name} on every line: a service prints nothing else. */
    public static void useForService(String name) {
        System.setProperty(NAME, name);
    }

    /** Sends the logs to standard error, since standard output is for the result; {@code level} is the default of LOG_LEVEL. */
    public static void useForTool(String level) {
        System.setProperty(TARGET, "System.err");
        System.getProperties().putIfAbsent(LEVEL, level);
    }

    /** Stops logging. */
    public static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
