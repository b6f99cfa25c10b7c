package dev.lockstep.cli;

import dev.lockstep.cli.bench.BenchCommand;
import dev.lockstep.cli.demo.DemoCommand;
import dev.lockstep.cli.option.Environment;
import dev.lockstep.cli.option.UsageErrors;
import dev.lockstep.cli.process.Failures;
import dev.lockstep.cli.process.Logs;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The main class: {@code java -jar lockstep.jar COMMAND}. */
@Command(
        name = "lockstep",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = "Sensor nodes that measure at the same instant and report one mean per cycle.",
        subcommands = {
            DemoCommand.class,
            NodeCommand.class,
            WebCommand.class,
            ConfigCommand.class,
            StatusCommand.class,
            RefusedCommand.class,
            BenchCommand.class
        })
public final class Lockstep implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(System.getenv(), printer(System.out), printer(System.err), args));
    }

    private static PrintWriter printer(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Runs a command and returns its exit code: 0 for success, 1 for a failure, 2 for invalid usage. */
    static int run(Map<String, String> variables, PrintWriter out, PrintWriter err, String... args) {
        try {
            Logs.configure(variables);
        } catch (IllegalArgumentException e) {
            err.println("lockstep: " + e.getMessage());
            return 2;
        }
        return commandLine(new Environment(variables, args))
                .setOut(out)
                .setErr(err)
                .execute(args);
    }

    static CommandLine commandLine(Environment environment) {
        return new CommandLine(new Lockstep())
                .setDefaultValueProvider(environment)
                .setParameterExceptionHandler(new UsageErrors(environment))
                .setExecutionExceptionHandler(new Failures());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
