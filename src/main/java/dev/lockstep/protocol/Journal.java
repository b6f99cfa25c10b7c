package dev.lockstep.protocol;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final String node;
    private final String path;
    private final FileOutputStream file;
    /** The lines that could not be written since the last one that could. */
    private long lost;
    /** Whether the file may end in a part of a line. */
    private boolean torn;

    private Journal(String node, String path, FileOutputStream file) {
        this.node = node;
        this.path = path;
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
            return new Journal(node, path, null);
        }
        try {
            Path target = Path.of(path).toAbsolutePath();
            Files.createDirectories(target.getParent());
            // Not a FileChannel, because an interrupt, which here ends a wait, would close it.
            return new Journal(node, path, new FileOutputStream(target.toFile(), true));
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
        append(Znodes.encode(Json.write(line) + "\n"));
    }

    /** A journal that cannot be written, on a full disk, costs its lines and not the cycle. */
    private synchronized void append(byte[] line) {
        try {
            if (torn) {
                file.write('\n');
                torn = false;
            }
            file.write(line);
            if (lost > 0) {
                LOG.info("The journal {} can be written again; it lacks {} lines", path, lost);
                lost = 0;
            }
        } catch (IOException e) {
            if (lost++ == 0) {
                LOG.error(
                        "The journal {} cannot be written, its lines are lost until it can: {}", path, e.getMessage());
            }
            // A part of the line may be in the file.
            torn = true;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("The journal {} cannot be closed: {}", path, e.getMessage());
            }
        }
    }
}
