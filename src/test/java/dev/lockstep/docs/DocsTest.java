package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of the documentation: a short README, few words of its own, a complete map of the source, well-formed examples. */
class DocsTest {

    private static final int README_LINES = 200;
    private static final int OWN_WORDS = 10;
    private static final String PACKAGE = "(cli|camel|web|embedded|config|protocol)(/\\w+)*";
    /** Each has a check: see the tests of this folder. Mermaid is drawn by GitHub alone. */
    private static final Set<String> LANGUAGES = Set.of("sh", "text", "console", "yaml", "json", "mermaid");

    static List<Document> documents() {
        return Documents.all();
    }

    static Stream<Block> yaml() {
        return Documents.blocks("yaml");
    }

    static Stream<Block> json() {
        return Documents.blocks("json");
    }

    @Test
    void theReadmeIsForTheFirstTenMinutes() {
        assertThat(Document.of("README.md").lines()).hasSizeLessThanOrEqualTo(README_LINES);
    }

    @Test
    void fewWordsAreOurOwn() {
        assertThat(table("docs/protocol.md", "word", "meaning")).hasSizeBetween(1, OWN_WORDS);
    }

    @Test
    void theMapOfTheSourceHasEveryPackageAndNoOther() {
        Path source = Path.of("src", "main", "java", "dev", "lockstep");
        List<List<String>> map = table("CONTRIBUTING.md", "package", "content");

        assertThat(map.stream()
                        .flatMap(row -> Document.code(row.toString()).stream().filter(word -> word.matches(PACKAGE))))
                .containsExactlyInAnyOrderElementsOf(Sources.files(source.toString(), ".java")
                        .map(file ->
                                source.relativize(file.getParent()).toString().replace('\\', '/'))
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyBlockNamesItsLanguage(Document document) {
        assertThat(document.blocks())
                .allSatisfy(block -> assertThat(LANGUAGES).as(block.toString()).contains(block.language()));
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yamlIsRoutes(Block block) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("example.camel.yaml", block.text()));

            assertThat(context.getCamelContextExtension()
                            .getContextPlugin(org.apache.camel.model.Model.class)
                            .getRouteDefinitions())
                    .isNotEmpty()
                    .allSatisfy(route -> assertThat(route.getDescriptionText()).isNotBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("json")
    void jsonIsWellFormed(Block block) {
        assertThatNoException().as(block.toString()).isThrownBy(() -> new ObjectMapper().readTree(block.text()));
    }

    /** The rows of the table with these columns. */
    private static List<List<String>> table(String document, String... columns) {
        List<List<String>> table = Document.of(document).tables().stream()
                .filter(found -> found.get(0).equals(List.of(columns)))
                .findFirst()
                .orElseThrow();
        return table.subList(1, table.size());
    }
}
