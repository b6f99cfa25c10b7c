package dev.lockstep.faults.runner;

import dev.lockstep.config.Durations;
import dev.lockstep.faults.checker.Violation;
import dev.lockstep.faults.history.Scale;
import dev.lockstep.faults.injection.Fault;
import dev.lockstep.faults.injection.Faults;
import dev.lockstep.faults.injection.TestBed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Breaks a real cluster in every way that is known, and judges what it did; see {@code --help}. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Breaks a cluster of real processes (3 ZooKeeper servers, the nodes, an API) again and again, and checks every",
            "invariant on what the nodes, the API and ZooKeeper say happened."
        },
        footer = {
            "",
            "Exit code 0: no violation; 1: a violation, or a run that could not be finished; 2: bad usage.",
            "Faults that this machine cannot do (no root, no iptables, libfaketime or redis-server) are left out and named.",
            "What the processes said stays in the folder until the next run. Ctrl-C ends the run with the table so far.",
            "",
            "Examples:",
            "  faults --list",
            "  faults --fault kill-after-freeze,zk-all-4.0 --cycles 1000",
            "  faults --all --nodes 5 --seed 7",
            "  faults --for 30m --seed 42",
            "  faults --bench 20"
        })
public final class FaultRunner implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private What what;

    /** One of these must be asked for. */
    private static final class What {
        @Option(names = "--list", required = true, description = "Lists the faults.")
        private boolean list;

        @Option(
                names = "--fault",
                required = true,
                paramLabel = "NAME",
                split = ",",
                description = "These faults, each in a cluster of its own.")
        private List<String> names;

        @Option(names = "--all", required = true, description = "All faults, each in a cluster of its own.")
        private boolean all;

        @Option(
                names = "--once",
                required = true,
                description = "All faults, each once, in one cluster, in an order of the seed's making.")
        private boolean once;

        @Option(
                names = "--for",
                required = true,
                paramLabel = "TIME",
                converter = Time.class,
                description = "All faults in one cluster, at random, for that long: 90s, 30m, 2h.")
        private Duration mix;

        @Option(
                names = "--bench",
                required = true,
                paramLabel = "N",
                description = "Measures how long reports stay away when the leader goes, N times for each way to go.")
        private int bench;
    }

    @Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "300",
            description = "Cycles per fault at least, with --fault and --all. Default: ${DEFAULT-VALUE}.")
    private int cycles;

    @Option(
            names = "--strikes",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Times that each fault is injected at least, with --fault and --all. Default: ${DEFAULT-VALUE}.")
    private int strikes;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--period",
            paramLabel = "TIME",
            defaultValue = "100ms",
            converter = Time.class,
            description = "The sampling period. Default: ${DEFAULT-VALUE}.")
    private Duration period;

    @Option(
            names = "--session-timeout",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = Time.class,
            description = "Of every session of the nodes, 1s to 60s. Default: ${DEFAULT-VALUE}.")
    private Duration sessionTimeout;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats the same choices. Default: a new one, which is printed.")
    private Long seed;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "target/fault-runs",
            description = "Gets journals and logs; emptied first. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    private final PrintStream out = System.out;

    /** See {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaultRunner()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (what.list) {
            Faults.all().forEach(fault -> out.printf("%-22s %s%n", fault, fault.what()));
            return 0;
        }
        check();
        List<Fault> chosen = chosen();
        long first = seed == null ? new Random().nextInt(1_000_000) : seed;
        FaultTable table = new FaultTable(out, folder);
        try (TestBed bed = TestBed.open(folder.toAbsolutePath(), new Scale(nodes, period, sessionTimeout))) {
            Thread hook = new Thread(() -> {
                table.interrupted();
                bed.close();
            });
            Runtime.getRuntime().addShutdownHook(hook);
            if (what.bench > 0) {
                List<Violation> violations = new FailoverBench(bed, out, what.bench).run();
                violations.forEach(out::println);
                Runtime.getRuntime().removeShutdownHook(hook);
                return violations.isEmpty() ? 0 : 1;
            }
            FaultPlan plan = new FaultPlan(bed, table, chosen, first);
            out.printf("%d faults, %s, seed %d%n", plan.faults().size(), bed.scale(), first);
            plan.leftOut().forEach(fault -> out.printf("Left out: %s needs %s%n", fault, fault.needs()));
            if (what.mix != null) {
                plan.mix(what.mix);
            } else if (what.once) {
                plan.once();
            } else {
                plan.each(cycles, strikes);
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            return table.end() == 0 ? 0 : 1;
        }
    }

    private void check() {
        require(cycles >= 1 && strikes >= 1, "--cycles and --strikes must be at least 1");
        require(what.bench >= 0, "--bench must be at least 1");
        require(nodes >= 2, "--nodes must be at least 2: the faults kill one and look at the rest");
        require(
                sessionTimeout.toSeconds() >= 1 && sessionTimeout.toSeconds() <= 60,
                "--session-timeout must be from 1s to 60s, as the servers of the run allow");
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private List<Fault> chosen() {
        List<Fault> all = Faults.all();
        if (what.names == null) {
            return all;
        }
        for (String name : what.names) {
            require(
                    all.stream().anyMatch(fault -> fault.name().equals(name)),
                    "--fault: there is no '" + name + "'; there are: "
                            + all.stream().map(Fault::name).collect(Collectors.joining(", ")));
        }
        return all.stream().filter(fault -> what.names.contains(fault.name())).toList();
    }

    /** As the product reads durations. */
    private static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
