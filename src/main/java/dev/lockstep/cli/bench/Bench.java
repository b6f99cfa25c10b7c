package dev.lockstep.cli.bench;

import dev.lockstep.cli.bench.lockstep.LockstepCluster;
import dev.lockstep.cli.bench.raw.RawFloor;
import dev.lockstep.cli.bench.raw.RawProtocol;
import dev.lockstep.cli.bench.result.Measurement;
import dev.lockstep.cli.bench.result.Mode;
import dev.lockstep.cli.bench.result.Runs;
import dev.lockstep.cli.bench.run.BenchCluster;
import dev.lockstep.cli.bench.run.Measuring;
import dev.lockstep.cli.bench.run.Servers;
import dev.lockstep.cli.bench.run.StopSignal;
import dev.lockstep.cli.process.CommandFailedException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** All runs of a plan: in each round every number of nodes, and with each number every mode. One thread uses it. */
final class Bench {

    private final BenchPlan plan;
    private final Servers servers;
    private final StopSignal stop;
    private final Consumer<String> progress;

    /**
     * Runs that are not started.
     *
     * @param progress called with a line for each run that is over
     */
    Bench(BenchPlan plan, Servers servers, StopSignal stop, Consumer<String> progress) {
        this.plan = plan;
        this.servers = servers;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Runs everything.
     *
     * @throws CancellationException if the bench is to stop
     * @throws CommandFailedException if a run fails
     */
    Runs run() throws Exception {
        Runs runs = new Runs();
        for (int round = 1; round <= plan.rounds(); round++) {
            // Interleaved, because the servers and this process become faster as they warm up, and the machine may
            // change.
            for (int nodes : plan.nodes()) {
                for (Mode mode : Mode.values()) {
                    Measurement measurement = run(nodes, mode);
                    runs.add(nodes, mode, plan.realNodes(nodes, mode), measurement);
                    progress.accept(line(round, nodes, mode, measurement));
                }
            }
        }
        return runs;
    }

    private Measurement run(int nodes, Mode mode) throws Exception {
        try {
            stop.check();
            return new Measuring(servers, stop).run(cluster(nodes, mode), plan.cycles());
        } catch (CommandFailedException e) {
            throw new CommandFailedException("%s with %d nodes: %s".formatted(mode, nodes, e.getMessage()), e);
        }
    }

    private BenchCluster cluster(int nodes, Mode mode) throws Exception {
        String tree = servers.newTree();
        return switch (mode) {
            case FLOOR -> new RawFloor(tree, nodes, plan.cycles(), stop);
            case RAW -> new RawProtocol(tree, nodes, plan.cycles(), stop);
            case LOCKSTEP ->
                new LockstepCluster(plan.routes(), nodes, plan.realNodes(nodes, mode), servers, tree, stop);
        };
    }

    private String line(int round, int nodes, Mode mode, Measurement measurement) {
        return String.format(
                Locale.ROOT,
                "round %d of %d: %d nodes, %s: %.1f cycles/s",
                round,
                plan.rounds(),
                nodes,
                mode,
                measurement.cyclesPerSecond());
    }
}
