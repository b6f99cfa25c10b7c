package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.testing.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of the documentation as they are written there: the README's cluster of three nodes, what asks and
 * configures it, and each demo. What they print has the form that is shown.
 */
class DocsIT {

    private static final Duration PATIENCE = DocumentedCluster.PATIENCE;
    private static final String CYCLE = "cycle 1  mean 80.00  [80.00 .. 80.00]  3/3 nodes  leader 1  skew 1.0 ms";

    private static DocumentedCluster cluster;

    @BeforeAll
    static void theClusterOfTheReadmeStarts() throws Exception {
        cluster = new DocumentedCluster(services().toList());
    }

    @AfterAll
    static void theClusterOfTheReadmeStops() {
        cluster.close();
    }

    private static Stream<ShellCommand> services() {
        return commands().filter(command -> command.isOf("node", "web"));
    }

    static Stream<ShellCommand> questions() {
        return commands().filter(command -> command.runs("curl") || command.isOf("config", "status", "refused"));
    }

    static Stream<ShellCommand> demos() {
        return commands().filter(command -> command.isOf("demo"));
    }

    private static Stream<ShellCommand> commands() {
        return Documents.blocks("sh").flatMap(block -> ShellCommand.of(block).stream());
    }

    @Test
    void everyCommandThatCanBeRunHereIsRun() {
        List<ShellCommand> run = new ArrayList<>(services().toList());
        run.addAll(questions().toList());
        run.addAll(demos().toList());

        assertThat(commands().filter(command -> command.runs("java") || command.runs("curl")))
                .containsExactlyInAnyOrderElementsOf(run);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void theClusterAnswers(ShellCommand question) {
        if (question.runs("curl")) {
            assertThat(cluster.get(question.words().get(1))).isNotEmpty();
        } else if (question.words().contains("--watch")) {
            try (ChildProcess process = cluster.start(question)) {
                await().atMost(PATIENCE).until(() -> process.log().contains("\nleader"));
            }
        } else {
            run(question);
        }
    }

    @Test
    void theStatusHasTheFormThatTheReadmeShows() {
        ShellCommand status = questions()
                .filter(command -> command.words().contains("status"))
                .findFirst()
                .orElseThrow();
        Block shown = first("README.md", "Three nodes on three machines", "text");

        assertThat(firstWords(run(status))).isEqualTo(firstWords(shown.text()));
    }

    @Test
    void aPlaceholderThatIsSetIsLoggedAsTheDocumentationShows() {
        run(ShellCommand.of(first("docs/routes.md", "Placeholders", "sh")).get(0));

        List<String> shown =
                first("docs/routes.md", "Placeholders", "text").text().lines().toList();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown)
                .allSatisfy(message -> assertThat(cluster.logs()).anyMatch(line -> line.endsWith(": " + message))));
    }

    @ParameterizedTest
    @MethodSource("demos")
    void aDemoPrintsWhatIsShown(ShellCommand command) {
        List<Block> blocks = Document.of(command.block().document().toString()).blocks();
        Block next = blocks.get(blocks.indexOf(command.block()) + 1);
        boolean isItsOutput =
                next.is("text") && next.heading().equals(command.block().heading());

        try (ChildProcess demo = cluster.start(command)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(withoutNumbers(demo.log()))
                    .containsAll(withoutNumbers(isItsOutput ? next.text() : CYCLE)));
            assertThat(demo.terminate(PATIENCE)).isZero();
        }
    }

    /** Runs a command to its end, which must be a good one, and returns what it printed. */
    private static String run(ShellCommand command) {
        try (ChildProcess process = cluster.start(command)) {
            assertThat(process.exitCode(PATIENCE)).as(process.log()).isZero();
            return process.log();
        }
    }

    private static Set<String> withoutNumbers(String text) {
        return text.lines().map(line -> line.replaceAll("\\d+(\\.\\d+)?", "#")).collect(Collectors.toSet());
    }

    private static List<String> firstWords(String text) {
        return text.lines().map(line -> line.strip().split(" ")[0]).toList();
    }

    private static Block first(String document, String heading, String language) {
        return Document.of(document).blocks().stream()
                .filter(block -> block.is(language) && block.heading().equals(heading))
                .findFirst()
                .orElseThrow();
    }
}
