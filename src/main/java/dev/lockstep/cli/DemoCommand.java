package dev.lockstep.cli;

import java.nio.file.Path;
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
            "Runs the whole system in one process, with no server needed: three ZooKeeper servers, the nodes, the web"
                    + " backend and its Redis.",
            "Each cycle is one line, of the report that reached the API. Ctrl-C ends it and leaves nothing behind."
        },
        footer = {
            "",
            "Examples:",
            "  lockstep demo",
            "  lockstep demo --nodes 5 --period 200ms --port 9090",
            "  lockstep demo --measure measure-simulated"
        })
final class DemoCommand implements Callable<Integer> {

    private static final long LOOK_EVERY_MILLIS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "COUNT",
            defaultValue = "3",
            converter = Types.Nodes.class,
            description = "How many sensor nodes. [NODES; default: ${DEFAULT-VALUE}]")
    @Env("NODES")
    private int nodes;

    @Option(
            names = "--period",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Types.DurationText.class,
            description = "How long a cycle lasts: 2, 0.5 (seconds), 500ms, 1m."
                    + " [SAMPLING_PERIOD; default: ${DEFAULT-VALUE}]")
    @Env("SAMPLING_PERIOD")
    private String period;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = Types.Port.class,
            description = "Port of the API and the page. [PORT; default: ${DEFAULT-VALUE}]")
    @Env("PORT")
    private int port;

    @Mixin
    private MeasureOption measure;

    @Mixin
    private RoutesFolder routes;

    @Override
    public Integer call() {
        Logs.ofTool("warn");
        Path folder = routes.path();
        Demo.Plan plan = new Demo.Plan(folder, measure.file(routes), nodes, period, port);
        return Service.run(Service.PATIENT, folder, signal -> {
            say("Starting three ZooKeeper servers, " + nodes + " nodes, the web backend and its Redis ...");
            try (Demo demo = new Demo(plan)) {
                demo.start(signal, this::say);
                show(new ReportFeed(port), signal);
                say("Stopping ...");
                // Ctrl-C reaches Redis too, a child in the same terminal: that others miss it now is no news.
                Logs.end();
            }
        });
    }

    private void show(ReportFeed reports, CountDownLatch signal) throws InterruptedException {
        while (!signal.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            reports.next().forEach(report -> say(CycleLine.of(report)));
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
