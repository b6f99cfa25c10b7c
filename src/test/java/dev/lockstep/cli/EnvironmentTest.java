package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.option.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParseResult;

class EnvironmentTest {

    @Test
    void anOptionWinsOverItsVariableAndThatOverTheDefault() {
        assertThat(value(Map.of(), "--wait", "status")).isEqualTo(Duration.ofSeconds(5));
        assertThat(value(Map.of("ZOOKEEPER_WAIT", "2s"), "--wait", "status")).isEqualTo(Duration.ofSeconds(2));
        assertThat(value(Map.of("ZOOKEEPER_WAIT", "2s"), "--wait", "status", "--wait", "3s"))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(value(Map.of("ZOOKEEPER_WAIT", "2s"), "--wait", "status", "--wait=3s"))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void anEmptyVariableIsNotSet() {
        assertThat(value(Map.of("ZOOKEEPER_WAIT", ""), "--wait", "status")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aBadVariableDoesNotMatterWhenTheOptionIsGiven() {
        assertThat(value(Map.of("ZOOKEEPER_WAIT", "soon"), "--wait", "status", "--wait", "3s"))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aFlagHasAVariableToo() {
        assertThat(value(Map.of(), "--json", "status")).isEqualTo(false);
        assertThat(value(Map.of("STATUS_JSON", "true"), "--json", "status")).isEqualTo(true);
        assertThat(value(Map.of("STATUS_JSON", "true"), "--json", "status", "--json"))
                .isEqualTo(true);
    }

    @Test
    void aNegatableFlagOverridesItsVariable() {
        for (String command : List.of("node", "web", "demo")) {
            for (String variable : List.of("", "true", "false")) {
                Map<String, String> variables = Map.of("WATCH_ROUTES", variable);
                boolean otherwise = variable.isEmpty() ? command.equals("demo") : Boolean.parseBoolean(variable);
                assertThat(value(variables, "--watch-routes", command)).isEqualTo(otherwise);
                assertThat(value(variables, "--watch-routes", command, "--watch-routes"))
                        .isEqualTo(true);
                assertThat(value(variables, "--watch-routes", command, "--no-watch-routes"))
                        .isEqualTo(false);
            }
        }
    }

    @Test
    void anOptionOfANodeThatIsNotSetIsLeftToTheRoutesFolder() {
        assertThat(value(Map.of(), "--sampling-period", "node")).isNull();
        assertThat(value(Map.of(), "--zookeeper", "node")).isNull();
        assertThat(value(Map.of("SAMPLING_PERIOD", "500ms"), "--sampling-period", "node"))
                .isEqualTo("500ms");
    }

    private static Object value(Map<String, String> variables, String option, String... args) {
        ParseResult parsed =
                Lockstep.commandLine(new Environment(variables, args)).parseArgs(args);
        return parsed.subcommand().commandSpec().findOption(option).getValue();
    }
}
