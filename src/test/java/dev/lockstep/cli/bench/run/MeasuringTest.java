package dev.lockstep.cli.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.cli.bench.result.CycleTimes;
import dev.lockstep.cli.bench.result.Measurement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MeasuringTest {

    private static final CycleTimes TIMES = new CycleTimes(new double[] {10, 10}, new double[] {1, 2}, 0);

    @Test
    void aFifthOfTheCyclesIsWarmUp() {
        assertThat(Measuring.warmUp(500)).isEqualTo(100);
        assertThat(Measuring.warmUp(10)).isEqualTo(2);
    }

    @Test
    void whatIsUsedIsCountedForEachCycle() {
        Measurement measured = at(300, 2, 3, 60, new ServerTotals(5_000, 0x100000500L, 30, 500))
                .since(at(100, 0, 1, 20, new ServerTotals(3_000, 0x100000100L, 10, 100)), TIMES);

        assertThat(measured.cyclesPerSecond()).isEqualTo(100);
        assertThat(measured.requestsPerCycle()).isEqualTo(10);
        assertThat(measured.writesPerCycle()).isEqualTo(0x400 / 200.0);
        assertThat(measured.cpuSecondsPer1000Cycles()).isEqualTo(10);
        assertThat(measured.serverCpuSecondsPer1000Cycles()).isEqualTo(200);
        assertThat(measured.usage().nodeCores()).isEqualTo(1);
        assertThat(measured.usage().serverCores()).isEqualTo(20);
        assertThat(measured.usage().syncShare()).isEqualTo(0.2);
        assertThat(measured.usage().syncMs()).isEqualTo(20);
    }

    @Test
    void theNumbersOfTwoLeadingServersAreNotCompared() {
        Measurement measured = at(300, 2, 3, 60, new ServerTotals(5_000, 0x200000001L, 0, 0))
                .since(at(100, 0, 1, 20, new ServerTotals(3_000, 0x100000100L, 0, 0)), TIMES);

        assertThat(measured.writesPerCycle()).isNull();
        assertThat(measured.usage().syncShare()).isNull();
    }

    @Test
    void aSignalEndsEveryWait() {
        CountDownLatch latch = new CountDownLatch(1);
        StopSignal stop = new StopSignal(latch);
        stop.check();
        latch.countDown();

        assertThat(stop.isSet()).isTrue();
        assertThatThrownBy(stop::check).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> stop.await(() -> false)).isInstanceOf(CancellationException.class);
    }

    private static Snapshot at(long cycles, long seconds, long cpu, long serverCpu, ServerTotals totals) {
        return new Snapshot(
                cycles,
                Duration.ofSeconds(seconds).toNanos(),
                Duration.ofSeconds(cpu).toNanos(),
                0.5,
                Optional.of(Duration.ofSeconds(serverCpu)),
                Optional.of(totals));
    }
}
