package dev.lockstep.cli;

import dev.lockstep.cli.option.ZooKeeperSession;
import dev.lockstep.cli.process.CommandFailedException;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.config.ConfigTree;
import dev.lockstep.config.Setting;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config get [KEY]}. */
@Command(
        name = "get",
        description = "Prints one value, or all of them as KEY=VALUE.",
        footer = {
            "",
            "If a key does not exist in ZooKeeper, each node uses its own API_URL or SAMPLING_PERIOD, or else the default"
                    + " that is shown here.",
            "",
            "Examples:",
            "  lockstep config get",
            "  lockstep config get sampling_period",
            "  lockstep config get --zookeeper zk1:2181,zk2:2181/plant-a"
        })
final class ConfigGetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ZooKeeperSession zookeeper;

    @Parameters(
            paramLabel = "KEY",
            arity = "0..1",
            description = "sampling_period, api_url, cycle_timeout, min_nodes or any other key below /config.")
    private String key;

    @Override
    public Integer call() {
        Logs.useForTool("off");
        Map<String, String> written = zookeeper.read(ConfigTree::read);
        PrintWriter out = spec.commandLine().getOut();
        if (key == null) {
            printAll(written, out);
        } else {
            out.println(value(written));
        }
        return 0;
    }

    private void printAll(Map<String, String> written, PrintWriter out) {
        Map<String, String> all = new TreeMap<>(written);
        for (Setting setting : Setting.values()) {
            all.putIfAbsent(setting.key(), setting.defaultText());
        }
        all.forEach((name, text) -> out.println(name + "=" + text + comment(name, written)));
    }

    private String value(Map<String, String> written) {
        String value = written.get(key);
        if (value == null) {
            value = Setting.of(key)
                    .map(Setting::defaultText)
                    .orElseThrow(() -> new CommandFailedException("there is no " + key + " below /config"));
        }
        problem(key, written).ifPresent(spec.commandLine().getErr()::println);
        return value;
    }

    private static String comment(String name, Map<String, String> written) {
        return written.containsKey(name)
                ? problem(name, written).map(problem -> "   # " + problem).orElse("")
                : "   # default";
    }

    /** Returns why the written value is not in force; empty if it is. */
    private static Optional<String> problem(String name, Map<String, String> written) {
        try {
            Setting.of(name)
                    .filter(setting -> written.containsKey(name))
                    .ifPresent(setting -> setting.parse(written.get(name)));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("not in force: " + e.getMessage());
        }
    }
}
