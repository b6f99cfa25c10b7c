package dev.lockstep.cli;

import dev.lockstep.camel.lifecycle.NodeMain;
import dev.lockstep.camel.lifecycle.WebMain;
import dev.lockstep.cli.option.Converters;
import dev.lockstep.cli.option.Env;
import dev.lockstep.cli.option.MeasureOption;
import dev.lockstep.cli.option.RoutesFolder;
import dev.lockstep.cli.option.WatchOption;
import dev.lockstep.cli.option.ZooKeeperOptions;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.cli.process.Service;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.IdHolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code node}. The defaults of its options are in the routes' {@code application.properties}. */
@Command(
        name = "node",
        description = "Runs one sensor node until SIGINT or SIGTERM.",
        footer = {
            "",
            "Options that are not set have the values in application.properties in the routes folder.",
            "LOG_FORMAT is text or json (default: text), LOG_LEVEL is debug, info, warn or error (default: info).",
            "",
            "Examples:",
            "  lockstep node --id 1",
            "  lockstep node --id press-4 --zookeeper zk1:2181,zk2:2181,zk3:2181/plant-a --api-url web:8080",
            "  lockstep node --measure measure-simulated --sampling-period 500ms"
        })
final class NodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--id",
            paramLabel = "ID",
            converter = Converters.NodeId.class,
            description = "Unique id of this node: letters, digits, '.', '_', '-'. [NODE_ID; default: the host name]")
    @Env("NODE_ID")
    private String id;

    @Mixin
    private ZooKeeperOptions zookeeper;

    @Mixin
    private RoutesFolder routes;

    @Mixin
    private WatchOption watch;

    @Mixin
    private MeasureOption measure;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description =
                    "File to which one JSON line per protocol event is appended, for audits. [NODE_JOURNAL; default: none]")
    @Env("NODE_JOURNAL")
    private Path journal;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Folder for the id and password of this node's ZooKeeper session (mode 0600). After a crash, a"
                            + " restarted node uses them to close the old session at once; empty: nothing is saved."
                            + " [NODE_STATE; default: ~/.local/state/lockstep]")
    @Env("NODE_STATE")
    private String state;

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            converter = Converters.ApiUrlText.class,
            description =
                    "URL for the reports while /config/api_url does not exist. [API_URL; default: localhost:8080]")
    @Env("API_URL")
    private String apiUrl;

    @Option(
            names = "--sampling-period",
            paramLabel = "TIME",
            converter = Converters.DurationText.class,
            description = "Minimum time of a cycle while /config/sampling_period does not exist: 2, 500ms, 1m."
                    + " [SAMPLING_PERIOD; default: 5]")
    @Env("SAMPLING_PERIOD")
    private String samplingPeriod;

    @Option(
            names = "--observe-port",
            paramLabel = "PORT",
            converter = Converters.Port.class,
            description = "Port of /observe/health and /observe/metrics. [OBSERVE_PORT; default: none]")
    @Env("OBSERVE_PORT")
    private Integer observePort;

    @Override
    public Integer call() {
        String name = id == null ? hostName() : id;
        Logs.useForService("node-" + name);
        Path folder = routes.path();
        Path measureFile = measure.file(routes);
        return Service.run(Service.SHORT_STOP, List.of(folder.resolve("node"), measureFile), signal -> new NodeMain(
                        "node-" + name, folder, measureFile, watch.routes, overrides(name))
                .run());
    }

    private Map<String, String> overrides(String name) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("node.id", name);
        put(overrides, "node.journal", journal);
        put(overrides, "node.state", state);
        put(overrides, "zookeeper.hosts", zookeeper.hosts);
        put(
                overrides,
                "zookeeper.session.timeout",
                zookeeper.sessionTimeout == null ? null : zookeeper.sessionTimeout.toMillis() + "ms");
        put(overrides, "api.url", apiUrl);
        put(overrides, "sampling.period", samplingPeriod);
        if (observePort != null) {
            WebMain.requireFree(observePort);
            put(overrides, "camel.management.enabled", true);
            put(overrides, "camel.management.port", observePort);
        }
        return overrides;
    }

    private static void put(Map<String, String> overrides, String key, Object value) {
        if (value != null) {
            overrides.put(key, value.toString());
        }
    }

    private String hostName() {
        try {
            return Znodes.requireId(IdHolder.hostName());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the host name cannot be the node id: " + e.getMessage() + "; set --id or NODE_ID",
                    e);
        }
    }
}
