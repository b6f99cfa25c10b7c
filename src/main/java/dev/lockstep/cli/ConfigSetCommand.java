package dev.lockstep.cli;

import dev.lockstep.cli.option.ZooKeeperSession;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.config.Setting;
import dev.lockstep.protocol.Znodes;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException.NoNodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config set KEY=VALUE ...}. */
@Command(
        name = "set",
        description = "Writes values. All of them are checked before the first is written.",
        footer = {
            "",
            "Lockstep's own keys:",
            "  sampling_period  minimum time of a cycle: 2, 0.5 (seconds), 500ms, 2s, 1m, PT2S",
            "  api_url          URL for the reports: web:8080, http://web:8080/api/v1/reports, http://old:5000/nuevo",
            "  cycle_timeout    how long a cycle waits for the reading of a live node: 10s",
            "  min_nodes        minimum number of readings in a cycle: 1",
            "Any other key can be used as a placeholder in route files.",
            "",
            "Examples:",
            "  lockstep config set sampling_period=500ms",
            "  lockstep config set api_url=web:8080 min_nodes=2"
        })
final class ConfigSetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ZooKeeperSession zookeeper;

    @Parameters(
            paramLabel = "KEY=VALUE",
            arity = "1..*",
            description = "The values to write. Writing a value that a key already has changes nothing.")
    private List<String> texts;

    @Override
    public Integer call() {
        Logs.useForTool("off");
        List<Assignment> assignments = assignments();
        return zookeeper.write(curator -> {
            for (Assignment assignment : assignments) {
                set(curator, assignment);
            }
            return 0;
        });
    }

    // Not a converter: of several parameters, picocli reports one that cannot be converted as unmatched, and without
    // the reason for it.
    private List<Assignment> assignments() {
        try {
            return texts.stream().map(Assignment::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void set(CuratorFramework curator, Assignment assignment) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        String path = Znodes.config(assignment.key());
        String before = read(curator, path);
        if (assignment.value().equals(before)) {
            out.println(assignment + " (unchanged)");
            return;
        }
        curator.create().orSetData().creatingParentsIfNeeded().forPath(path, Znodes.encode(assignment.value()));
        out.println(assignment + (before == null ? " (new)" : " (was " + before + ")"));
        if (Setting.of(assignment.key()).isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("note: " + assignment.key() + " is a key for route files; Lockstep itself reads only "
                            + ownKeys());
        }
    }

    private static String read(CuratorFramework curator, String path) throws Exception {
        try {
            byte[] data = curator.getData().forPath(path);
            return data == null ? "" : Znodes.text(data);
        } catch (NoNodeException e) {
            return null;
        }
    }

    private static String ownKeys() {
        return Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "));
    }

    /** One value to write. */
    private record Assignment(String key, String value) {

        private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
        private static final Pattern KEY = Pattern.compile(PART + "(/" + PART + ")*");

        /** Parses KEY=VALUE; checks the form of the key, and the value if Lockstep itself reads the key. */
        static Assignment parse(String text) {
            int equals = text.indexOf('=');
            if (equals < 0 || !KEY.matcher(text.substring(0, equals)).matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not KEY=VALUE; a key consists of letters, digits, '.', '_'"
                                + " and '-', and '/' between its parts");
            }
            Assignment assignment = new Assignment(text.substring(0, equals), text.substring(equals + 1));
            try {
                Setting.of(assignment.key).ifPresent(setting -> setting.parse(assignment.value));
                return assignment;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(assignment.key + ": " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return key + "=" + value;
        }
    }
}
