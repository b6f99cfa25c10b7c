package dev.lockstep.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTableTest {

    @Test
    void theTableHasARowForEachResult() {
        assertThat(new BenchTable(Samples.report()).toString())
                .startsWith(
                        """
                        Linux 6 amd64, 2 cores, 8000 MB; Java 17.0.15, heap 2000 MB; load average before 0.3
                        ZooKeeper 127.0.0.1:2181 (started for this; data on ext4)
                        medians of the rounds (3); 500 cycles in each run, of which the first 100 are not counted

                                                                     cycle, ms          skew, ms         per cycle       CPU s/1,000          ratio to
                                              nodes cycles/s      p50      p99      p50      p95 requests   writes    nodes  servers    floor      raw
                        floor                     3    200.0      5.0     10.0     0.50     1.00     10.0      4.0      3.0      1.5        -        -
                        raw                       3    160.0      6.3     12.5     0.63     1.25     10.0      4.0      3.0      1.5     0.80        -
                        lockstep                  3     80.0     12.5     25.0     1.25     2.50     10.0      4.0      3.0      1.5     0.40     0.50

                        """
                                .replace("\n", System.lineSeparator()));
    }

    @Test
    void whatIsNotKnownIsADash() {
        BenchReport report = Samples.report(
                Samples.MACHINE,
                false,
                List.of(new Result(1000, Mode.LOCKSTEP, 1, Samples.runWithoutServers(10), null, null)));

        assertThat(new BenchTable(report).toString())
                .contains("ZooKeeper 127.0.0.1:2181 (as it is)")
                .containsPattern(
                        "lockstep, 999 raw +1000 +10\\.0 +100\\.0 +200\\.0 +10\\.00 +20\\.00 +- +- +3\\.0 +- +- +-\n");
    }

    @Test
    void theLimitsAndTheNotesFollow() {
        assertThat(new BenchTable(Samples.report()).toString().lines())
                .anyMatch(line -> line.startsWith("3 nodes: neither processors nor disk are at their limit;"))
                .noneMatch(line -> line.startsWith("Note: "));
    }
}
