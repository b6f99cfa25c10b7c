package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader searches the documentation for a message of the program, so the messages there are those of the program. */
class QuotedMessagesTest {

    /** What differs from one message to the next: values, and parts that the program puts together. */
    private static final String VARIABLE = String.join(
            "|",
            "\\.\\.\\.$",
            "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z",
            "https?://\\S+",
            "\\w+:\\d+",
            "0x[0-9a-f]+",
            "'[^']*'",
            "/\\S+\\.jsonl",
            "\\d+ reports? (kept: )?",
            "\\(epoch \\d+\\)",
            "which process \\d+",
            "/epoch was",
            "\\d+(\\.\\d+)?( (s|ms)\\b)?",
            "\\b(press|host)-?\\d\\b",
            "\\b(joined|left)\\b",
            "\\[[^\\]]*]",
            "\\S+\\.camel\\.yaml(: routes|, line \\d+: route .*)?",
            "\\b(sampling_period|plant/poll)\\b");

    /** The headings of blocks that show log lines, or lines of the status; what commands print is compared when they are run. */
    private static final Set<String> LOGS = Set.of(
            "Edit routes while they run",
            "Placeholders",
            "Status and configuration",
            "A node under the Camel command line");

    private static final List<String> PROGRAM = Sources.texts();

    static Stream<String> messages() {
        return Documents.all().stream().flatMap(document -> Stream.concat(inTables(document), inBlocks(document)));
    }

    /** What is in backticks in the columns named "message". */
    private static Stream<String> inTables(Document document) {
        return document.tables().stream()
                .filter(table -> table.get(0).contains("message"))
                .flatMap(table ->
                        table.stream().skip(1).map(row -> row.get(table.get(0).indexOf("message"))))
                .flatMap(cell -> Document.code(cell).stream());
    }

    private static Stream<String> inBlocks(Document document) {
        return document.blocks().stream()
                .filter(block -> block.is("text") && LOGS.contains(block.heading()))
                .flatMap(block -> block.text().lines());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theProgramHasEachMessageThatIsQuoted(String message) {
        List<String> parts = Arrays.stream(message.split(VARIABLE))
                .map(part -> part.replaceAll("^[\\s,;:()]+|[\\s,;:()]+$", ""))
                .filter(part -> part.length() > 2)
                .toList();

        assertThat(parts).as("constant parts of '%s'", message).isNotEmpty();
        // Not a list of all sources as the actual value: they would be the message of a failure.
        assertThat(parts.stream().filter(part -> PROGRAM.stream().noneMatch(text -> text.contains(part))))
                .as("parts of '%s' that no source contains", message)
                .isEmpty();
    }
}
