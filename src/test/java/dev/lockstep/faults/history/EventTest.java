package dev.lockstep.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.Clocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTest {

    @Test
    void aJournalLineThatIsBeingWrittenIsLeftOut(@TempDir Path folder) throws Exception {
        String line = "{\"at\":\"2026-11-23T10:00:00.123456Z\",\"node\":\"b\",\"event\":\"passed\",\"cycle\":7}";
        Path journal = Files.writeString(folder.resolve("b-1"), line + "\n" + line.substring(0, 30));
        assertThat(Event.readAll(List.of(journal, folder.resolve("not-there"))))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.node()).isEqualTo("b");
                    assertThat(event.life()).isEqualTo("b-1");
                    assertThat(event.is("passed")).isTrue();
                    assertThat(event.cycle()).isEqualTo(7);
                });
    }

    @Test
    void aClockThatIsWrongByAnHourIsSetRight() {
        assertThat(Clocks.nearest(at(1).plusSeconds(3600), at(2))).isEqualTo(at(1));
        assertThat(Clocks.nearest(at(2).minusSeconds(3600), at(1))).isEqualTo(at(2));
        assertThat(Clocks.nearest(at(1), at(9))).isEqualTo(at(1));
    }

    private static Instant at(long second) {
        return Instant.parse("2026-11-23T10:00:00Z").plusSeconds(second);
    }
}
