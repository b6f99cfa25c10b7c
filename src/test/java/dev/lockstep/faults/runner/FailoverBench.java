package dev.lockstep.faults.runner;

import dev.lockstep.faults.checker.Checker;
import dev.lockstep.faults.checker.Violation;
import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.FaultLog;
import dev.lockstep.faults.injection.Arena;
import dev.lockstep.faults.injection.CrashingRoutes;
import dev.lockstep.faults.injection.TestBed;
import dev.lockstep.testing.api.ApiRequest;
import dev.lockstep.testing.api.FakeApi;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;

/** How long a cluster is without reports when its leader goes, in each of the ways in which a leader goes. */
final class FailoverBench {

    private static final Duration NEVER = Duration.ofSeconds(60);
    private static final int CYCLES_BETWEEN = 10;

    /** How a leader goes; returns when the deed is done. */
    private interface Blow {
        void on(NodeProcess leader, Arena arena);
    }

    private final TestBed bed;
    private final PrintStream out;
    private final int times;

    FailoverBench(TestBed bed, PrintStream out, int times) {
        this.bed = bed;
        this.out = out;
        this.times = times;
    }

    /** Runs it and prints a table; the journals are judged too. */
    List<Violation> run() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(bed.folder().resolve("bench"));
        FaultLog log = new FaultLog();
        try (Cluster cluster = new Cluster(folder, bed.zooKeeper(), "bench")) {
            CrashingRoutes routes = CrashingRoutes.copyTo(folder.resolve("program"));
            cluster.with("SAMPLING_PERIOD", bed.scale().periodText())
                    .with("SESSION_TIMEOUT", bed.scale().sessionTimeout().toMillis() + "ms")
                    .launchedBy(bed.launch(routes))
                    .start(bed.scale().nodes());
            Arena arena = new Arena(bed, cluster, null, routes, log, new Random(0));
            out.printf(
                    "From the blow at the leader to the next leader's report, %d times each, %s:%n",
                    times, bed.scale());
            out.println("| the leader is        | median  | worst   |");
            out.println("|----------------------|--------:|--------:|");
            row("killed", arena, (leader, all) -> leader.kill9());
            row("killed and restarted", arena, (leader, all) -> {
                leader.kill9();
                all.restoreNodes();
            });
            row("told to stop", arena, (leader, all) -> leader.terminate());
            cluster.stop();
            return Checker.violations(cluster.history());
        }
    }

    private void row(String what, Arena arena, Blow blow) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            arena.awaitReports(CYCLES_BETWEEN);
            NodeProcess leader = arena.leader();
            long epoch = arena.cluster().lastReport().epoch();
            Instant from = Instant.now();
            blow.on(leader, arena);
            gaps.add(Duration.between(from, firstOfTheNext(epoch, arena.api()).at()));
            Awaitility.await(leader + " to end").atMost(NEVER).until(() -> !leader.isAlive());
            arena.restoreNodes();
            arena.cluster()
                    .awaitReport(
                            "of all nodes",
                            report -> report.count() == bed.scale().nodes());
        }
        gaps.sort(null);
        out.printf(
                "| %-20s | %4d ms | %4d ms |%n",
                what, gaps.get(times / 2).toMillis(), gaps.get(times - 1).toMillis());
    }

    /** The first report of a later leader: what the old one has sent while it went does not count. */
    private static ApiRequest firstOfTheNext(long epoch, FakeApi api) {
        return Awaitility.await("the next leader's report")
                .atMost(NEVER)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> api.effects().stream()
                                .filter(report -> report.epoch() > epoch)
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }
}
