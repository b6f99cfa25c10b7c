package dev.lockstep.faults.runner;

import dev.lockstep.faults.checker.Checker;
import dev.lockstep.faults.checker.Violation;
import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.cluster.WebProcesses;
import dev.lockstep.faults.history.FaultLog;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.injection.Arena;
import dev.lockstep.faults.injection.CrashingRoutes;
import dev.lockstep.faults.injection.Fault;
import dev.lockstep.faults.injection.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One cluster, into which faults are injected one after the other: <em>fault, heal, wait, fault, ..., drain, final reads</em>. Then the
 * whole history is judged.
 */
final class FaultRound {

    /** Longer than anything that is not for ever. */
    private static final Duration NEVER = Duration.ofSeconds(60);

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(15);
    private static final int MOST_CYCLES_BETWEEN = 15;
    /** Now and then nothing is done for so long that all must be well again. */
    private static final int QUIET_ONE_IN = 4;

    private static final double QUIET_TIMEOUTS = 2;

    /**
     * What came of a round.
     *
     * @param slowest the longest time from the end of a fault to the next report
     * @param notices what took too long because the machine was provably too slow
     */
    record Result(
            String name,
            int strikes,
            long cycles,
            Duration took,
            Duration slowest,
            List<Violation> violations,
            List<Violation> notices) {}

    /** Told of every strike, for progress. */
    interface Progress {
        void struck(Fault fault, long cycles, Duration recovery);
    }

    /** When a round has seen enough. */
    interface Until {
        boolean isEnough(long cycles, int strikes);
    }

    private final String name;
    private final TestBed bed;
    private final boolean withWeb;
    private final Random random;
    private final Progress progress;
    private final Instant began = Instant.now();
    private final FaultLog log = new FaultLog();
    private final List<Violation> violations = new ArrayList<>();
    private Duration slowest = Duration.ZERO;
    private int strikes;
    private long cycles;

    /**
     * A round.
     *
     * @param name makes its folder and its chroot
     * @param faults those that may be injected
     */
    FaultRound(String name, TestBed bed, List<Fault> faults, long seed, Progress progress) {
        this.name = name;
        this.bed = bed;
        this.withWeb = faults.stream().anyMatch(fault -> fault.part() == Fault.Part.WEB);
        this.random = new Random(seed);
        this.progress = progress;
    }

    /** Runs the round; {@code next} says what is injected. */
    Result run(Supplier<Fault> next, Until until) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(bed.folder().resolve(name));
        try (Cluster cluster = new Cluster(folder, bed.zooKeeper(), name);
                WebProcesses web = withWeb ? WebProcesses.start(folder) : null) {
            CrashingRoutes routes = CrashingRoutes.copyTo(folder.resolve("program"));
            if (web != null) {
                cluster.api().passOnTo(web.url());
            }
            cluster.with("SAMPLING_PERIOD", bed.scale().periodText())
                    .with("SESSION_TIMEOUT", bed.scale().sessionTimeout().toMillis() + "ms")
                    .launchedBy(bed.launch(routes))
                    .start(bed.scale().nodes());
            Arena arena = new Arena(bed, cluster, web, routes, log, random);
            do {
                strike(next.get(), arena);
                pause(arena);
                cycles = cluster.lastReport().cycle();
            } while (!until.isEnough(cycles, strikes));
            drain(cluster);
            stop(cluster);
            History history = cluster.history(log.conditions(bed.scale(), bed.pressure()), cluster.finalReads(web));
            violations.addAll(Checker.violations(history));
            return result(Checker.notices(history));
        }
    }

    /** What came of a round that {@link #run} did not end. */
    Result brokenOff(Throwable failure) {
        violations.add(Violation.of("run", String.valueOf(failure.getMessage()), List.of()));
        return result(List.of());
    }

    private Result result(List<Violation> notices) {
        return new Result(
                name,
                strikes,
                cycles,
                Duration.between(began, Instant.now()),
                slowest,
                List.copyOf(violations),
                notices);
    }

    private void strike(Fault fault, Arena arena) {
        Instant from = Instant.now();
        Instant healed = null;
        try {
            fault.strikeOn(arena);
            healed = Instant.now();
            Duration recovery = awaitReport(arena, healed);
            log.ended(fault.name(), from, healed);
            slowest = slowest.compareTo(recovery) > 0 ? slowest : recovery;
            strikes++;
            progress.struck(fault, arena.cluster().lastReport().cycle(), recovery);
        } catch (RuntimeException | AssertionError e) {
            throw new IllegalStateException(
                    (healed == null ? fault + " could not be injected: " : "L5: no report after " + fault + ": ")
                            + log.ended(fault.name(), from, healed),
                    e);
        }
    }

    private void pause(Arena arena) throws InterruptedException {
        if (random.nextInt(QUIET_ONE_IN) == 0) {
            arena.lasts(arena.timeouts(QUIET_TIMEOUTS));
        }
        arena.awaitReports(1 + random.nextInt(MOST_CYCLES_BETWEEN));
    }

    /** How long it took from the healing to a report that was closed after it. */
    private static Duration awaitReport(Arena arena, Instant healed) {
        int[] index = {arena.api().effectCount()};
        Awaitility.await("a report after " + healed)
                .atMost(NEVER)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    while (index[0] < arena.api().effectCount()) {
                        if (arena.api().effect(index[0]++).closedAt().isAfter(healed)) {
                            return true;
                        }
                    }
                    return false;
                });
        return Duration.between(healed, arena.api().effect(index[0] - 1).at());
    }

    /** Until all nodes are back, and the API has all that was kept. */
    private void drain(Cluster cluster) {
        cluster.awaitReport(
                "with all nodes", report -> report.count() == bed.scale().nodes());
        try {
            Awaitility.await("the kept reports to be delivered")
                    .atMost(NEVER)
                    .until(() -> cluster.tree().children("/reports").size() <= 1);
        } catch (ConditionTimeoutException e) {
            violations.add(
                    Violation.of("L4", "reports stay kept", cluster.tree().children("/reports")));
        }
    }

    private void stop(Cluster cluster) {
        List<NodeProcess> running = cluster.nodes();
        running.forEach(NodeProcess::terminate);
        for (NodeProcess node : running) {
            int code = node.exitCode(STOPPED_WITHIN);
            if (code != 0) {
                violations.add(
                        Violation.of("L3", node + " was told to stop and ended with exit code " + code, List.of()));
            }
        }
    }
}
