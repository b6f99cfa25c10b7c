package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.Lockstep;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The numbers on which other programs rely: exit codes, and the answers with which an API refuses a report for good. */
class DocumentedCodesTest {

    private static final Pattern REFUSING = Pattern.compile("httpResponseCode} in '([\\d,]+)'");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/running.md"})
    void theExitCodesAreThoseOfTheCommandLine(String document) {
        CommandSpec command = new CommandLine(new Lockstep()).getCommandSpec();

        assertThat(Sources.read(Path.of(document)))
                .contains("Exit codes: %d success, %d failure, %d bad usage."
                        .formatted(
                                command.exitCodeOnSuccess(),
                                command.exitCodeOnExecutionException(),
                                command.exitCodeOnInvalidInput()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/protocol.md", "docs/failures.md"})
    void theAnswersThatRefuseAReportAreThoseOfTheRoute(String document) {
        Matcher route = REFUSING.matcher(Sources.read(Path.of("routes", "node", "delivery.camel.yaml")));
        assertThat(route.find()).isTrue();

        assertThat(Sources.read(Path.of(document)))
                .contains("(" + String.join(", ", List.of(route.group(1).split(","))) + ")");
    }
}
