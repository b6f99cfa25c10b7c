package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.option.Environment;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class UsageTest {

    private static final String A_DURATION =
            "allowed are seconds (2, 0.5) or a number with a unit (500ms, 2s, 1m, 1h, PT2S), from 1ms to 1 day";

    static Stream<CommandLine> commands() {
        return withSubcommands(Lockstep.commandLine(new Environment(Map.of())));
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(UsageTest::withSubcommands));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionHasAVariableAndNamesIt(CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                assertThat(Environment.variable(option))
                        .as(option.longestName())
                        .hasValueSatisfying(variable -> assertThat(String.join(" ", option.description()))
                                .contains("[" + variable + "; default: "));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "node", "web", "config", "config get", "config set", "status"})
    void everyCommandHasHelp(String command) {
        Invocation help = Invocation.of((command + " --help").strip().split(" "));
        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith(("Usage: lockstep " + command).strip());
        assertThat(help.out()).contains(command.isEmpty() || command.equals("config") ? "Commands:" : "Examples:");
    }

    @Test
    void theVersionIsPrintedOnRequest() {
        assertThat(Invocation.of("--version").out()).startsWith("lockstep ").contains("Java 17");
    }

    static Stream<Arguments> badUsages() {
        return Stream.of(
                usage("", "lockstep: a command is missing (see lockstep --help)"),
                usage("config", "lockstep config: a subcommand is missing: get or set (see lockstep config --help)"),
                usage("stats", "lockstep: Unmatched argument at index 0: 'stats'; did you mean status?"),
                usage("status --jsn", "lockstep status: Unknown option: '--jsn'; did you mean --json?"),
                usage("config get a b", "lockstep config get: Unmatched argument at index 3: 'b'"),
                usage("config set", "lockstep config set: Missing required parameter: 'KEY=VALUE'"),
                usage("node --id", "lockstep node: Missing required parameter for option '--id' (ID)"),
                usage(
                        "node --id a/b",
                        "lockstep node: --id: 'a/b' is not a node id; allowed are 1 to 128 letters, digits, '.', '_' and"
                                + " '-'"),
                usage("node --sampling-period 0", "lockstep node: --sampling-period: '0' is too short; " + A_DURATION),
                usage(
                        "node --session-timeout=soon",
                        "lockstep node: --session-timeout: 'soon' is not a duration; " + A_DURATION),
                usage("node --api-url ftp://x", "lockstep node: --api-url: 'ftp://x' has the scheme 'ftp'; allowed is"),
                usage(
                        "status --zookeeper zk1:99999",
                        "lockstep status: --zookeeper: 'zk1:99999' is not a ZooKeeper connect string; allowed is"
                                + " HOST:PORT[,HOST:PORT...][/CHROOT]"),
                usage(
                        "web --port http",
                        "lockstep web: --port: 'http' is not a port; allowed are whole numbers from 1 to 65535"),
                usage(
                        "web --redis http://x",
                        "lockstep web: --redis: this is not the address of a Redis; allowed are redis://"),
                usage(
                        "demo --plants 0",
                        "lockstep demo: --plants: '0' is not a number of plants; allowed are whole numbers from 1 to 10"),
                usage(
                        "demo --nodes 0",
                        "lockstep demo: --nodes: '0' is not a number of nodes; allowed are whole numbers from 1 to 50"));
    }

    private static Arguments usage(String command, String message) {
        return Arguments.of(command, message);
    }

    @ParameterizedTest
    @MethodSource("badUsages")
    void invalidUsageIsOneLineAndExitCode2(String command, String message) {
        Invocation run = Invocation.of(command.isEmpty() ? new String[0] : command.split(" "));
        assertThat(run.err()).startsWith(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anInvalidVariableIsNamed() {
        Invocation run = Invocation.of(Map.of("SESSION_TIMEOUT", "soon"), "status");
        assertThat(run.err())
                .isEqualTo("lockstep status: SESSION_TIMEOUT: 'soon' is not a duration; " + A_DURATION
                        + " (see lockstep status --help)\n");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void theVariablesOfTheLogsAreCheckedToo() {
        assertThat(Invocation.of(Map.of("LOG_FORMAT", "xml"), "status"))
                .isEqualTo(new Invocation(2, "", "lockstep: LOG_FORMAT: 'xml' is not known; allowed are text, json\n"));
    }
}
