package dev.lockstep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testing.CapturedLog;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void anEventIsOneLineThatIsInTheFileAtOnce() throws Exception {
        Path file = folder.resolve("logs/node-1.jsonl");
        try (Journal journal = Journal.open("1", file.toString())) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("value", 80.0);
            details.put("takenAt", Instant.parse("2026-11-23T10:00:00.123456789Z"));
            journal.record(Journal.Event.MEASURED, 42, details);

            assertThat(Files.readAllLines(file))
                    .singleElement()
                    .asString()
                    .matches(
                            "\\{\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\",\"node\":\"1\",\"event\":\"measured\","
                                    + "\"cycle\":42,\"value\":80\\.0,\"takenAt\":\"2026-11-23T10:00:00\\.123456Z\"}");
        }
    }

    @Test
    void anEventOutsideOfACycleHasNoCycleNumber() throws Exception {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.open("1", file.toString())) {
            journal.record(Journal.Event.LEADING, 0, Map.of("epoch", 3));
        }

        assertThat(Files.readString(file)).endsWith("\"event\":\"leading\",\"epoch\":3}\n");
    }

    @Test
    void aRestartedNodeAppendsToTheSameFile() throws Exception {
        Path file = folder.resolve("journal");
        for (int run = 1; run <= 2; run++) {
            try (Journal journal = Journal.open("1", file.toString())) {
                journal.record(Journal.Event.PASSED, run);
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void linesOfManyThreadsAreNotMixed() throws Exception {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.open("1", file.toString())) {
            IntStream.rangeClosed(1, 1_000).parallel().forEach(cycle -> journal.record(Journal.Event.PASSED, cycle));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1_000).allSatisfy(line -> Json.read(Znodes.encode(line), Map.class));
    }

    @Test
    void anInterruptedThreadStillRecords() throws Exception {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.open("1", file.toString())) {
            Thread.currentThread().interrupt();
            journal.record(Journal.Event.FOLLOWING, 0);
            journal.record(Journal.Event.PASSED, 1);
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt status is kept").isTrue();
        }

        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    /** Writing to /dev/full fails as on a full disk. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskCostsTheLinesAndIsLoggedOnce() {
        try (CapturedLog log = CapturedLog.of(Journal.class.getName());
                Journal journal = Journal.open("1", "/dev/full")) {
            for (long cycle = 1; cycle <= 3; cycle++) {
                journal.record(Journal.Event.PASSED, cycle);
            }

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("ERROR The journal /dev/full cannot be written, its lines are lost until it can: ");
        }
    }

    @Test
    void withoutAFileNothingIsRecorded() {
        try (Journal journal = Journal.open("1", " ")) {
            journal.record(Journal.Event.PASSED, 1);
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAtTheStart() {
        assertThatThrownBy(() -> Journal.open("1", folder.toString()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the journal " + folder + " cannot be written");
    }
}
