package dev.lockstep.protocol;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records what this node did, for audits and fault tests: one JSON line per protocol event, which is in the file when
 * {@link #record} returns. Each line is a single write to a file opened for appending, so a crash of the process leaves
 * no partial line.
 *
 * <p>This class is thread-safe. Without a file it records nothing.
 */
public final class Journal implements AutoCloseable {

    /** The protocol events; the file contains their names in lower case. */
    public enum Event {
        MEASURED,
        RELEASED,
        PASSED,
        FROZEN,
        DELIVERED,
        LEADING,
        FOLLOWING,
        JOINED,
        LEFT,
        CONFIG
    }

    private final String node;
    private final FileOutputStream file;

    private Journal(String node, FileOutputStream file) {
        this.node = node;
        this.file = file;
    }

    /**
     * Opens a journal.
     *
     * @param path the file, which is appended to if it exists; empty for none
     * @throws UncheckedIOException if the file cannot be written
     */
    public static Journal open(String node, String path) {
        if (path.isBlank()) {
            return new Journal(node, null);
        }
        try {
            Path target = Path.of(path).toAbsolutePath();
            Files.createDirectories(target.getParent());
            // Not a FileChannel, because an interrupt, which here ends a wait, would close it.
            return new Journal(node, new FileOutputStream(target.toFile(), true));
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    public void record(Event event, long cycle) {
        record(event, cycle, Map.of());
    }

    /**
     * Records an event.
     *
     * @param cycle the cycle, or 0 if the event belongs to none
     * @param details further fields
     */
    public void record(Event event, long cycle, Map<String, ?> details) {
        if (file == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", Instant.now());
        line.put("node", node);
        line.put("event", event.name().toLowerCase(java.util.Locale.ROOT));
        if (cycle > 0) {
            line.put("cycle", cycle);
        }
        line.putAll(details);
        try {
            file.write(Znodes.encode(Json.write(line) + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written", e);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the journal cannot be closed", e);
            }
        }
    }
}
