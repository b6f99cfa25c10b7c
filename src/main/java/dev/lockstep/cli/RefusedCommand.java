package dev.lockstep.cli;

import dev.lockstep.cli.option.Env;
import dev.lockstep.cli.option.ZooKeeperSession;
import dev.lockstep.cli.process.CommandFailedException;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.cli.text.CycleLine;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.delivery.RefusedReports;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code refused [--retry] [CYCLE ...]}. */
@Command(
        name = "refused",
        description = "Lists the reports that the API refused permanently, or sends them again.",
        footer = {
            "",
            "Such a report does not block the others: it is set aside, and the leader logs why it was refused.",
            "Without CYCLE, all of them are listed, or retried. With CYCLE, the JSON of these reports is printed.",
            "",
            "Examples:",
            "  lockstep refused",
            "  lockstep refused 42 | jq .mean",
            "  lockstep refused --retry 42 43"
        })
final class RefusedCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ZooKeeperSession zookeeper;

    @Option(
            names = "--retry",
            description = "Moves the reports, unchanged, back to the reports to be delivered."
                    + " [REFUSED_RETRY; default: false]")
    @Env("REFUSED_RETRY")
    private boolean retry;

    @Parameters(paramLabel = "CYCLE", arity = "0..*", description = "The numbers of the cycles.")
    private List<Long> cycles = List.of();

    @Override
    public Integer call() {
        Logs.useForTool("off");
        return zookeeper.read(curator -> {
            RefusedReports reports = new RefusedReports(curator);
            boolean all = cycles.isEmpty();
            for (long cycle : all ? reports.cycles() : cycles) {
                printOrRetry(reports, cycle, all);
            }
            return 0;
        });
    }

    private void printOrRetry(RefusedReports reports, long cycle, boolean all) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        String text = reports.text(cycle)
                .orElseThrow(() -> new CommandFailedException("there is no refused report of cycle " + cycle));
        if (retry) {
            reports.retry(cycle);
            out.println("cycle " + cycle + " will be sent again");
        } else {
            out.println(all ? line(cycle, text) : text);
        }
    }

    private static String line(long cycle, String text) {
        try {
            return CycleLine.of(Json.read(Znodes.encode(text), Report.class));
        } catch (IllegalArgumentException e) {
            return "cycle " + cycle + "  is not a valid report; 'lockstep refused " + cycle + "' prints its content";
        }
    }
}
