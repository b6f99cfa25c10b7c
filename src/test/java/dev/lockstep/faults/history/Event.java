package dev.lockstep.faults.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.testing.Clocks;
import dev.lockstep.testing.Lines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One line of a node's journal.
 *
 * @param at when the node wrote it, by its own clock; a clock that is wrong by whole hours is set right
 * @param node the node's id
 * @param life which process of that node wrote it: each has a journal of its own
 * @param what the kind of event: {@code measured}, {@code passed}, ...
 * @param cycle the cycle; 0 if the event belongs to none
 * @param line the whole line
 */
public record Event(Instant at, String node, String life, String what, long cycle, JsonNode line) {

    /**
     * Reads journals; the events of each in the order in which they were written. A last line without its end is one that
     * is being written, and left out.
     *
     * @throws AssertionError if a line is not JSON
     */
    public static List<Event> readAll(Collection<Path> journals) {
        List<Event> events = new ArrayList<>();
        journals.stream().filter(Files::exists).forEach(journal -> events.addAll(read(journal)));
        return events;
    }

    private static List<Event> read(Path journal) {
        try {
            String text = Files.readString(journal);
            String life = journal.getFileName().toString();
            Instant near = Files.readAttributes(journal, BasicFileAttributes.class)
                    .creationTime()
                    .toInstant();
            List<Event> events = new ArrayList<>();
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
                if (!line.isEmpty()) {
                    Event event = parse(life, line, near);
                    events.add(event);
                    near = event.at();
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + journal + " cannot be read", e);
        }
    }

    public static Event parse(String life, String text) {
        JsonNode line = Lines.parse(text);
        return parse(life, text, Instant.parse(line.path("at").asText()));
    }

    /** The same, when the line was written not long after {@code near}. */
    private static Event parse(String life, String text, Instant near) {
        JsonNode line = Lines.parse(text);
        return new Event(
                Clocks.nearest(Instant.parse(line.path("at").asText()), near),
                line.path("node").asText(),
                life,
                line.path("event").asText(),
                line.path("cycle").asLong(),
                line);
    }

    public boolean is(String kind) {
        return what.equals(kind);
    }

    /** When the measurement of a {@code measured} event began, as the node says it. */
    public Instant takenAt() {
        return Instant.parse(line.path("takenAt").asText());
    }

    /** The same; a wrong clock is set right. */
    public Instant measuredAt() {
        return Clocks.nearest(takenAt(), at);
    }

    @Override
    public String toString() {
        return life + " " + line;
    }
}
