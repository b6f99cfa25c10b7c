package dev.lockstep.cli.bench;

import dev.lockstep.cli.bench.result.BenchReport;
import dev.lockstep.cli.bench.result.BenchTable;
import dev.lockstep.cli.bench.result.Machine;
import dev.lockstep.cli.bench.result.Runs;
import dev.lockstep.cli.bench.run.Measuring;
import dev.lockstep.cli.bench.run.Servers;
import dev.lockstep.cli.bench.run.StopSignal;
import dev.lockstep.cli.option.Env;
import dev.lockstep.cli.option.RoutesFolder;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.cli.process.Service;
import dev.lockstep.protocol.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}. */
@Command(
        name = "bench",
        description = {
            "Measures how fast cycles can be: Lockstep without a pause between the cycles, beside raw ZooKeeper"
                    + " clients, on the same servers in turn.",
            "Starts three ZooKeeper servers as processes, unless --zookeeper names others, and deletes everything at"
                    + " the end. Progress goes to standard error, the result to standard output."
        },
        footer = {
            "",
            "What is measured:",
            "  floor     raw clients, one write for each reading and one for the release",
            "  raw       raw clients that do the work of the protocol",
            "  lockstep  nodes with the routes of the routes folder, all in this process",
            "With more than 300 nodes, or with --raw-nodes, one such node leads raw clients.",
            "",
            "Examples:",
            "  lockstep bench",
            "  lockstep bench --nodes 3 --cycles 2000 --rounds 5",
            "  lockstep bench --nodes 100,1000 --zookeeper zk1:2181,zk2:2181,zk3:2181",
            "  lockstep bench --json | jq .results"
        })
public final class BenchCommand implements Callable<Integer> {

    /** Hundreds of nodes take a while to stop. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "COUNT",
            split = ",",
            defaultValue = "3,10,30",
            converter = BenchConverters.Nodes.class,
            description = "Numbers of nodes, one after the other. [BENCH_NODES; default: ${DEFAULT-VALUE}]")
    @Env("BENCH_NODES")
    private List<Integer> nodes;

    @Option(
            names = "--cycles",
            paramLabel = "COUNT",
            defaultValue = "500",
            converter = BenchConverters.Cycles.class,
            description =
                    "Cycles of each run; the first fifth is not measured. [BENCH_CYCLES; default: ${DEFAULT-VALUE}]")
    @Env("BENCH_CYCLES")
    private int cycles;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "3",
            converter = BenchConverters.Rounds.class,
            description =
                    "How often everything is run; the results are medians. [BENCH_ROUNDS; default: ${DEFAULT-VALUE}]")
    @Env("BENCH_ROUNDS")
    private int rounds;

    @Option(
            names = "--zookeeper",
            paramLabel = "HOSTS",
            converter = BenchConverters.Hosts.class,
            description = "ZooKeeper servers to measure, with an optional chroot; they are busy meanwhile."
                    + " [BENCH_ZOOKEEPER; default: none, three servers are started]")
    @Env("BENCH_ZOOKEEPER")
    private String hosts;

    @Option(
            names = "--raw-nodes",
            description =
                    "All nodes but the leader are raw clients that act as nodes: less memory and CPU for many nodes."
                            + " [BENCH_RAW_NODES; default: false]")
    @Env("BENCH_RAW_NODES")
    private boolean rawNodes;

    @Option(names = "--json", description = "Prints one JSON document on one line. [BENCH_JSON; default: false]")
    @Env("BENCH_JSON")
    private boolean json;

    @Mixin
    private RoutesFolder routes;

    @Override
    public Integer call() {
        Logs.useForTool("off");
        Path folder = routes.path();
        BenchPlan plan = new BenchPlan(folder, nodes, cycles, rounds, Optional.ofNullable(hosts), rawNodes);
        HeapCheck.require(plan, Runtime.getRuntime().maxMemory());
        return Service.run(STOP_TIMEOUT, List.of(folder.resolve("node")), latch -> {
            StopSignal stop = new StopSignal(latch);
            BenchReport report = measure(plan, stop);
            spec.commandLine().getOut().print(json ? Json.write(report) + "\n" : new BenchTable(report));
            spec.commandLine().getOut().flush();
        });
    }

    private BenchReport measure(BenchPlan plan, StopSignal stop) throws Exception {
        print(plan.hosts().isPresent() ? "Connecting to ZooKeeper ..." : "Starting three ZooKeeper servers ...");
        try (Servers servers =
                plan.hosts().isPresent() ? Servers.use(plan.hosts().get(), stop) : Servers.start(stop)) {
            Machine machine = Machine.now(servers.data());
            Runs runs = new Bench(plan, servers, stop, this::print).run();
            return new BenchReport(
                    machine,
                    servers.hosts(),
                    servers.areOwn(),
                    plan.cycles(),
                    Measuring.warmUp(plan.cycles()),
                    plan.rounds(),
                    runs.results());
        }
    }

    private void print(String line) {
        spec.commandLine().getErr().println(line);
    }
}
