package dev.lockstep.it.containers;

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
import java.util.concurrent.TimeUnit;

/**
 * A command line, as a user types it.
 *
 * @param words the command and its arguments
 * @param variables what its environment has besides this process's
 */
record Cli(List<String> words, Map<String, String> variables) {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    static Cli in(String... words) {
        return new Cli(List.of(words), Map.of());
    }

    Cli with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Cli(all, variables);
    }

    Cli with(String variable, String value) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(variable, value);
        return new Cli(words, all);
    }

    /** Runs it and returns what it printed. */
    String run() {
        return runWithin(PATIENCE);
    }

    /**
     * Runs it and returns what it printed, on both of its outputs.
     *
     * @throws AssertionError if it fails, is not there, or takes longer than {@code limit}; with what it printed
     */
    String runWithin(Duration limit) {
        try {
            Path output = Files.createTempFile("lockstep-it", ".txt");
            try {
                return run(output.toFile(), limit);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new AssertionError(this + " cannot be run: " + e.getMessage(), e);
        }
    }

    private String run(File output, Duration limit) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output);
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("%s %s:%n%s"
                        .formatted(
                                this,
                                ended ? "failed with exit code " + process.exitValue() : "took longer than " + limit,
                                read(output)));
            }
            return read(output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + this, e);
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
