package dev.lockstep.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that is run to its end.
 *
 * @param words the command and its arguments
 * @param variables what its environment has besides this process's
 */
public record Command(List<String> words, Map<String, String> variables) {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final File NO_INPUT = new File("/dev/null");

    /** A command in the environment of this process. */
    public static Command of(String... words) {
        return new Command(List.of(words), Map.of());
    }

    /** The same with more arguments. */
    public Command with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Command(all, variables);
    }

    /** The same with one more variable in its environment. */
    public Command with(String variable, String value) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(variable, value);
        return new Command(words, all);
    }

    /** Runs it and returns what it printed. */
    public String run() {
        return runWithin(PATIENCE);
    }

    /**
     * Runs it and returns what it printed, on both of its outputs.
     *
     * @throws AssertionError if it fails, is not there, or takes longer than {@code limit}; with what it printed
     */
    public String runWithin(Duration limit) {
        try {
            Path output = Files.createTempFile("lockstep-command", ".txt");
            try (ChildProcess process = ChildProcess.start(builder(), output)) {
                int code = process.exitCode(limit);
                if (code != 0) {
                    throw new AssertionError("failed with exit code " + code);
                }
                return process.log();
            } catch (AssertionError e) {
                throw new AssertionError("%s: %s:%n%s".formatted(this, e.getMessage(), Files.readString(output)), e);
            } finally {
                Files.delete(output);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new AssertionError(this + " cannot be run: " + e.getMessage(), e);
        }
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(NO_INPUT);
        builder.environment().putAll(variables);
        return builder;
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
