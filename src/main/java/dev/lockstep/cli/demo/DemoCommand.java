package dev.lockstep.cli.demo;

import dev.lockstep.cli.option.Converters;
import dev.lockstep.cli.option.Env;
import dev.lockstep.cli.option.MeasureOption;
import dev.lockstep.cli.option.RoutesFolder;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.cli.process.Service;
import dev.lockstep.cli.text.CycleLine;
import dev.lockstep.protocol.ClusterId;
import dev.lockstep.protocol.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}. */
@Command(
        name = "demo",
        description = {
            "Runs the whole system in one process, without any other server: three ZooKeeper servers, the nodes, the"
                    + " web backend and its Redis.",
            "Prints each report that the API has received as one line. Ctrl-C stops everything and deletes all data."
        },
        footer = {
            "",
            "Examples:",
            "  lockstep demo",
            "  lockstep demo --nodes 5 --period 200ms --port 9090",
            "  lockstep demo --measure measure-simulated",
            "  lockstep demo --plants 2 --period 1s,2s"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final long POLL_INTERVAL_MILLIS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "COUNT",
            defaultValue = "3",
            converter = Converters.Nodes.class,
            description = "Number of sensor nodes in each plant. [NODES; default: ${DEFAULT-VALUE}]")
    @Env("NODES")
    private int nodes;

    @Option(
            names = "--plants",
            paramLabel = "COUNT",
            defaultValue = "1",
            converter = Converters.Plants.class,
            description = "Number of plants on the ensemble, each with its own nodes, leader and cycles."
                    + " [PLANTS; default: ${DEFAULT-VALUE}]")
    @Env("PLANTS")
    private int plants;

    @Option(
            names = "--period",
            paramLabel = "TIME",
            split = ",",
            defaultValue = "1s",
            converter = Converters.DurationText.class,
            description = "Minimum time of a cycle: 2, 0.5 (seconds), 500ms, 1m; for several plants: 1s,5s."
                    + " [SAMPLING_PERIOD; default: ${DEFAULT-VALUE}]")
    @Env("SAMPLING_PERIOD")
    private List<String> periods;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = Converters.Port.class,
            description = "Port of the API and the page. [PORT; default: ${DEFAULT-VALUE}]")
    @Env("PORT")
    private int port;

    @Option(
            names = "--watch-routes",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Edits of the route files take effect when they are saved; --no-watch-routes ignores them"
                    + " until the next start. [WATCH_ROUTES; default: true]")
    @Env("WATCH_ROUTES")
    private boolean watchRoutes;

    @Mixin
    private MeasureOption measure;

    @Mixin
    private RoutesFolder routes;

    @Override
    public Integer call() {
        Logs.useForTool("warn");
        Path folder = routes.path();
        DemoPlan plan = new DemoPlan(folder, measure.file(routes), plants, nodes, periods, port, watchRoutes);
        return Service.run(Service.LONG_STOP, plan.files(), signal -> {
            String plantsOf = plants == 1 ? "" : plants + " plants of ";
            print("Starting three ZooKeeper servers, " + plantsOf + nodes
                    + " nodes, the web backend and its Redis ...");
            try (Demo demo = new Demo(plan)) {
                demo.start(signal, this::print);
                show(new ReportFeed(port), signal);
                print("Stopping ...");
                // Ctrl-C also reaches Redis, a child process in the same terminal; errors because of that are expected.
                Logs.stop();
            }
        });
    }

    private void show(ReportFeed reports, CountDownLatch signal) throws InterruptedException {
        while (!signal.await(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
            reports.next().forEach(report -> print(plant(report) + CycleLine.of(report)));
        }
    }

    private String plant(Report report) {
        return plants == 1 ? "" : ClusterId.plant(report.cluster()) + "  ";
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
