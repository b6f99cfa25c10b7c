package dev.lockstep.cli;

import dev.lockstep.config.Setting;
import dev.lockstep.protocol.Znodes;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException.NoNodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code config set KEY=VALUE ...}. */
@Command(
        name = "set",
        description = "Writes values, all of which are checked before the first is written.",
        footer = {
            "",
            "Lockstep's own keys:",
            "  sampling_period  how long a cycle lasts: 2, 0.5 (seconds), 500ms, 2s, 1m, PT2S",
            "  api_url          where reports go: web:8080, http://web:8080/api/v1/reports, http://old:5000/nuevo",
            "  cycle_timeout    how long a live node may be late with its reading: 10s",
            "  min_nodes        how many readings a cycle needs: 1",
            "Any other key can be used in route files as a placeholder.",
            "",
            "Examples:",
            "  lockstep config set sampling_period=500ms",
            "  lockstep config set api_url=web:8080 min_nodes=2"
        })
final class ConfigSetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ShortVisit zookeeper;

    @Parameters(
            paramLabel = "KEY=VALUE",
            arity = "1..*",
            converter = AssignmentType.class,
            description = "What to write. Writing what is there already changes nothing.")
    private List<Assignment> assignments;

    @Override
    public Integer call() {
        Logs.ofTool("off");
        return zookeeper.write(curator -> {
            for (Assignment assignment : assignments) {
                set(curator, assignment);
            }
            return 0;
        });
    }

    private void set(CuratorFramework curator, Assignment assignment) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        String path = Znodes.config(assignment.key());
        String before = read(curator, path);
        if (assignment.value().equals(before)) {
            out.println(assignment + " (as before)");
            return;
        }
        curator.create().orSetData().creatingParentsIfNeeded().forPath(path, Znodes.encode(assignment.value()));
        out.println(assignment + (before == null ? " (new)" : " (was " + before + ")"));
        if (Setting.of(assignment.key()).isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("note: " + assignment.key() + " is for route files; Lockstep itself reads " + ownKeys());
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
    record Assignment(String key, String value) {
        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    /** Checks the key's form, and the value of Lockstep's own keys. */
    static final class AssignmentType implements ITypeConverter<Assignment> {

        private static final String KEY = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

        @Override
        public Assignment convert(String text) {
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals);
            if (equals < 0 || !key.matches(KEY + "(/" + KEY + ")*")) {
                throw new TypeConversionException(
                        "'" + text + "' is not KEY=VALUE; a key has letters, digits, '.', '_' and"
                                + " '-', and '/' between its parts");
            }
            String value = text.substring(equals + 1);
            try {
                Setting.of(key).ifPresent(setting -> setting.parse(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(key + ": " + e.getMessage());
            }
            return new Assignment(key, value);
        }
    }
}
