package dev.lockstep.faults.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.faults.history.Scale;
import dev.lockstep.faults.injection.Fault;
import dev.lockstep.faults.injection.Faults;
import dev.lockstep.faults.injection.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A short round: some faults of each kind or, as {@code .ci/run} asks for by {@code -Dfaults.all}, every fault that there is.
 * {@link FaultRunner} does the same for as long as one likes.
 */
class FaultsIT {

    private static final long SEED = 2026;
    private static final Path FOLDER = Path.of("target", "faults", "FaultsIT");
    private static final Scale SCALE = new Scale(3, Duration.ofMillis(100), Duration.ofSeconds(2));

    private static TestBed bed;
    private static FaultTable table;

    @BeforeAll
    static void open() throws Exception {
        bed = TestBed.open(FOLDER.toAbsolutePath(), SCALE);
        table = new FaultTable(System.out, FOLDER);
    }

    @AfterAll
    static void close() {
        bed.close();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyInjectedFaultIsSurvived() throws Exception {
        plan(Boolean.getBoolean("faults.all") ? Faults.all() : Faults.some()).once();
        assertThat(table.end()).as("violations, which are printed above").isZero();
    }

    /** Skipped where it does not hold, so that it is told; where all must run, no test may be skipped. */
    @Test
    void thisMachineCanDoEveryFault() {
        List<Fault> leftOut = plan(Faults.all()).leftOut();
        leftOut.forEach(fault -> System.out.printf("Left out: %s needs %s%n", fault, fault.needs()));
        assumeTrue(leftOut.isEmpty(), () -> "this machine cannot do " + leftOut);
    }

    private static FaultPlan plan(List<Fault> faults) {
        return new FaultPlan(bed, table, faults, SEED);
    }
}
