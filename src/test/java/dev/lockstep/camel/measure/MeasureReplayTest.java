package dev.lockstep.camel.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.camel.RoutesTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureReplayTest extends RoutesTest {

    @TempDir
    static Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @Override
    protected List<String> files() {
        return List.of("measure-replay.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Test
    void eachCycleHasItsRowAndAfterTheLastItBeginsAgain() throws Exception {
        replay("time,value\n10:00,75\n10:01,80.5\n10:02,85\n");

        assertThat(Stream.of(1L, 2L, 3L, 4L, 5L, 3_000_000_002L).map(this::measure))
                .containsExactly(75.0, 80.5, 85.0, 75.0, 80.5, 80.5);
    }

    @Test
    void theColumnCanBeChosen() throws Exception {
        settings.put("measure.replay.column", "indoor temperature");
        replay("time,indoor temperature,value\n10:00,21.5,75\n");

        assertThat(measure(1)).isEqualTo(21.5);
    }

    @Test
    void quotedFieldsAndEmptyLinesAreCsv() throws Exception {
        replay("name,value\r\n\"a, b\",\"75\"\r\n\r\n\"c\",80\r\n");

        assertThat(measure(1)).isEqualTo(75);
        assertThat(measure(2)).isEqualTo(80);
        assertThat(measure(3)).isEqualTo(75);
    }

    @Test
    void aMissingColumnIsSaidWithThoseThatThereAre() throws Exception {
        Path file = replay("time,temperature\n10:00,21.5\n");

        assertThatThrownBy(() -> measure(1))
                .hasMessage(file + " has no column 'value'; its columns are [time, temperature]");
    }

    @Test
    void aRecordingWithoutRowsIsSaid() throws Exception {
        Path file = replay("time,value\n");

        assertThatThrownBy(() -> measure(1)).hasMessage(file + " has no rows");
    }

    @Test
    void aMissingRecordingIsSaidByName() throws Exception {
        Path file = folder.resolve("nowhere.csv");
        settings.put("measure.replay.path", file.toString());
        setUp();

        assertThatThrownBy(() -> measure(1)).rootCause().hasMessageContaining(file.toString());
    }

    /** Without any setting: the recording that comes with Lockstep. */
    @Test
    void theRecordingOfThisFolderIsOfAMachineUnderChangingLoad() throws Exception {
        List<String> lines = Files.readAllLines(ROUTES.resolve("recording-host.csv"));
        assertThat(lines).hasSizeGreaterThan(200).startsWith("cycle,takenAt,value");
        List<String[]> rows =
                lines.stream().skip(1).map(line -> line.split(",")).toList();
        List<Double> values = rows.stream().map(row -> Double.valueOf(row[2])).toList();
        List<Instant> times = rows.stream().map(row -> Instant.parse(row[1])).toList();
        List<Duration> intervals = IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
                .sorted()
                .toList();
        Duration mean =
                Duration.between(times.get(0), times.get(times.size() - 1)).dividedBy(intervals.size());

        assertThat(values).allSatisfy(value -> assertThat(value).isBetween(0.0, 100.0));
        assertThat(values).anyMatch(value -> value < 30).anyMatch(value -> value > 90);
        assertThat(times).isSorted();
        assertThat((double) mean.toNanos() / intervals.get(intervals.size() / 2).toNanos())
                .as("mean interval by median interval: no gap")
                .isBetween(0.8, 1.2);
        assertThat(Stream.of(1L, 2L, 200L).map(this::measure))
                .containsExactly(values.get(0), values.get(1), values.get(199));
        assertThat(measure(values.size() + 1)).isEqualTo(values.get(0));
    }

    private Path replay(String text) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "recording", ".csv"), text);
        settings.put("measure.replay.path", file.toString());
        setUp();
        return file;
    }

    private double measure(long cycle) {
        Exchange exchange = template().request("direct:measure", in -> in.setVariable("cycle", cycle));
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException().getMessage(), exchange.getException());
        }
        return exchange.getMessage().getBody(Double.class);
    }
}
