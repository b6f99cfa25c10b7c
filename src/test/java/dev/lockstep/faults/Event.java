package dev.lockstep.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One line of a node's journal.
 *
 * @param at when the node wrote it, by its own clock
 * @param node the node's id
 * @param life which process of that node wrote it: each has a journal of its own
 * @param what the kind of event: {@code measured}, {@code passed}, ...
 * @param cycle the cycle; 0 if the event belongs to none
 * @param line the whole line
 */
record Event(Instant at, String node, String life, String what, long cycle, JsonNode line) {

    /**
     * Reads journals; the events of each in the order in which they were written. A last line without its end is one that
     * is being written, and left out.
     *
     * @throws AssertionError if a line is not JSON
     */
    static List<Event> readAll(Collection<Path> journals) {
        List<Event> events = new ArrayList<>();
        journals.stream().filter(Files::exists).forEach(journal -> events.addAll(read(journal)));
        return events;
    }

    private static List<Event> read(Path journal) {
        try {
            String text = Files.readString(journal);
            String life = journal.getFileName().toString();
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(line -> parse(life, line))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + journal + " cannot be read", e);
        }
    }

    static Event parse(String life, String text) {
        JsonNode line = Lines.parse(text);
        return new Event(
                Instant.parse(line.path("at").asText()),
                line.path("node").asText(),
                life,
                line.path("event").asText(),
                line.path("cycle").asLong(),
                line);
    }

    boolean is(String kind) {
        return what.equals(kind);
    }

    /** When the measurement of a {@code measured} event began. */
    Instant takenAt() {
        return Instant.parse(line.path("takenAt").asText());
    }

    @Override
    public String toString() {
        return life + " " + line;
    }
}
