package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.camel.reload.RouteFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFaultTest {

    private static final String GOOD =
            """
            - route:
                id: tick
                from:
                  uri: timer:tick
                  parameters:
                    period: 1000
                  steps:
                    - log:
                        message: tick
            """;

    @TempDir
    private Path routes;

    @BeforeEach
    void createRoutes() throws IOException {
        Files.createDirectory(routes.resolve("node"));
        Files.writeString(routes.resolve("application.properties"), "camel.main.jmx-enabled = false\n");
        Files.writeString(routes.resolve("node/beans.camel.yaml"), "- beans: []\n");
        Files.writeString(
                routes.resolve("measure-one.camel.yaml"), "- from:\n    uri: direct:measure\n    steps: [stop: {}]\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id: tick           | id: [tick           | 3 | while parsing a flow sequence: expected ',' or ']'
                    period: 1000       | period: 1000: 2     | 6 | mapping values are not allowed here
                    id: tick           | idd: tick           | 2 | Unsupported field: idd
                    log:               | lgo:                | 8 | Unknown node id: lgo
                    uri: timer:tick    | uri: tmier:tick     | 2 | route tick: No endpoint could be found for: tmier:
                    period: 1000       | peroid: 1000        | 2 | route tick: Failed to resolve endpoint: timer:
                    period: 1000       | period: soon        | 2 | route tick: Error during type conversion
                    period: 1000       | period: "{{none}}"  | 2 | route tick: Failed to resolve endpoint
                    message: tick      | message: "${a"      | 2 | route tick: expected symbol functionEnd
                    """)
    void aBrokenRouteFileIsNamedWithTheLine(String good, String bad, int line, String message) throws IOException {
        Path file = routes.resolve("node/tick.camel.yaml");
        Files.writeString(file, GOOD.replace(good, bad));

        Invocation run = node("measure-one");
        assertThat(run.err())
                .startsWith("lockstep node: " + file + ", line " + line + ": " + message)
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void theMeasureFileThatIsUsedIsNamedAndNotAnother() throws IOException {
        String measure = "- route:\n    id: measure\n    from:\n      uri: %s\n      steps: [stop: {}]\n";
        Files.writeString(routes.resolve("measure-a.camel.yaml"), measure.formatted("direct:measure"));
        Path used = Files.writeString(routes.resolve("measure-z.camel.yaml"), measure.formatted("dirct:measure"));

        assertThat(node("measure-z").err()).startsWith("lockstep node: " + used + ", line 2: route measure: ");
    }

    @Test
    void aBeanThatCannotBeCreatedIsNamed() throws IOException {
        Files.writeString(
                routes.resolve("node/beans.camel.yaml"), "- beans:\n    - name: clock\n      type: no.such.Clock\n");
        assertThat(node("measure-one").err())
                .contains(routes.resolve("node/beans.camel.yaml").toString(), "clock", "no.such.Clock")
                .hasLineCount(1);
    }

    @Test
    void aMissingRoutesFolderIsNamed() {
        Path missing = routes.resolve("missing");
        assertThat(Invocation.of("node", "--routes", missing.toString()))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "lockstep node: no routes: there is no application.properties in " + missing
                                + " (--routes or ROUTES)\n"));
    }

    @Test
    void aMissingMeasureFileIsNamedWithThoseThatExist() {
        assertThat(node("measure-two"))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "lockstep node: there is no route file " + routes.resolve("measure-two.camel.yaml")
                                + " (--measure or MEASURE); the routes folder has: measure-one\n"));
        assertThat(node("./mine.yaml").err()).startsWith("lockstep node: there is no route file ./mine.yaml (");
    }

    @Test
    void aCauseWithNothingNewIsLeftOut() {
        Exception thrown = new IllegalStateException("it failed: no such host", new IOException("no such host"));
        assertThat(new RouteFault(List.of(routes), thrown).describe()).isEqualTo("it failed: no such host");
    }

    @Test
    void aCauseWithoutASentenceIsNamed() {
        Exception thrown = new IllegalStateException("it failed", new ClassNotFoundException("no.such.Clock"));
        assertThat(new RouteFault(List.of(routes), thrown).describe())
                .isEqualTo("it failed: ClassNotFoundException: no.such.Clock");
        assertThat(new RouteFault(List.of(routes), new IllegalStateException()).describe())
                .isEqualTo("IllegalStateException");
    }

    private Invocation node(String measure) {
        return Invocation.of("node", "--routes", routes.toString(), "--id", "1", "--measure", measure);
    }
}
