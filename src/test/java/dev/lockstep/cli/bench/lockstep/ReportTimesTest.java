package dev.lockstep.cli.bench.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.bench.result.CycleTimes;
import dev.lockstep.protocol.Report;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTimesTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void aCycleLastsUntilTheNextOneOpensAndItsSkewIsThatOfItsReadings() {
        CycleTimes times = ReportTimes.of(7, 9, 2, cycle -> report(cycle, cycle == 8 ? 1 : 2));

        assertThat(times.cycles()).containsExactly(7.5, 8.5);
        assertThat(times.skews()).containsExactly(0.25, 0);
        assertThat(times.incomplete()).isEqualTo(1);
    }

    /** Cycle n opens n * n / 2 ms after the start, and its readings are 0.25 ms apart. */
    private static Report report(long cycle, int readings) {
        Instant opened = START.plusNanos(cycle * cycle * 500_000);
        List<Report.Entry> entries = IntStream.range(0, readings)
                .mapToObj(i -> new Report.Entry(Integer.toString(i), 80, opened.plusNanos(i * 250_000L)))
                .toList();
        return new Report("c", cycle, 1, "1", opened, opened, readings, 80, 80, 80, 0, 0.25, List.of(), entries);
    }
}
