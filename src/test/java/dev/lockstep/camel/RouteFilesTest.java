package dev.lockstep.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.camel.lifecycle.RouteMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.StringHelper;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What every file of the routes folder keeps to, so that tools can read it and people need not know any shorthand. */
class RouteFilesTest {

    private static final Path ROUTES = Path.of("routes");

    static final List<Path> FILES = files("");
    static final List<Path> MEASURE_FILES = files("measure-");

    /** Steps that send to an endpoint. */
    private static final Set<String> SENDING = Set.of("from", "to", "toD", "wireTap", "enrich", "pollEnrich", "poll");

    /** Steps that evaluate an expression. */
    private static final Set<String> EVALUATING =
            Set.of("setBody", "setHeader", "setVariable", "setProperty", "filter", "delay", "transform", "split");

    private static final Set<String> LANGUAGES =
            Set.of("simple", "constant", "variable", "header", "exchangeProperty", "jsonpath", "language");

    private static final Pattern SETTING = Pattern.compile("\\{\\{(measure\\.[a-z.-]+)}}");

    @ParameterizedTest
    @FieldSource("FILES")
    void everyRouteHasAnIdAndADescription(Path file) throws IOException {
        Set<String> ids = new HashSet<>();
        for (Map<?, ?> top : parse(file)) {
            for (String kind : List.of("route", "routeTemplate")) {
                if (top.get(kind) instanceof Map<?, ?> route) {
                    assertThat(route.get("id")).as("id of %s", route).isInstanceOf(String.class);
                    assertThat(route.get("description"))
                            .as("description of %s", route.get("id"))
                            .asString()
                            .matches("[A-Z].{10,}[^.]");
                    assertThat(ids.add((String) route.get("id")))
                            .as("%s is there once", route.get("id"))
                            .isTrue();
                }
            }
        }
        assertThat(ids.isEmpty()).as("without any route").isEqualTo(isBeans(file));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void endpointsAreAUriAndParameters(Path file) throws IOException {
        visit(parse(file), (step, value) -> {
            if (SENDING.contains(step)) {
                assertThat(value).as(step).isInstanceOf(Map.class);
                assertThat(((Map<?, ?>) value).get("uri"))
                        .asString()
                        .as("its parameters are below 'parameters'")
                        .isNotEmpty()
                        .doesNotContain("?");
            }
        });
    }

    /** The catalog is what the jars of the components bring along, ours among them; a placeholder may stand for any value. */
    @ParameterizedTest
    @FieldSource("FILES")
    void theCatalogKnowsEachEndpointAndItsOptions(Path file) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            RuntimeCamelCatalog catalog =
                    context.getCamelContextExtension().getContextPlugin(RuntimeCamelCatalog.class);
            visit(parse(file), (step, value) -> {
                if (SENDING.contains(step)) {
                    Map<?, ?> endpoint = (Map<?, ?>) value;
                    assertIsInCatalog(catalog, (String) endpoint.get("uri"), (Map<?, ?>) endpoint.get("parameters"));
                }
            });
        }
    }

    private static void assertIsInCatalog(RuntimeCamelCatalog catalog, String uri, Map<?, ?> parameters) {
        try {
            Map<String, String> options = new HashMap<>();
            // Without a colon, the path too is among the parameters.
            if (uri.contains(":")) {
                options.putAll(catalog.endpointProperties(uri));
            }
            if (parameters != null) {
                parameters.forEach((name, value) -> options.put((String) name, String.valueOf(value)));
            }
            EndpointValidationResult result = catalog.validateProperties(StringHelper.before(uri, ":", uri), options);
            assertThat(result.isSuccess())
                    .as("%s: %s", uri, result.summaryErrorMessage(false))
                    .isTrue();
            // The election's endpoint has another one inside.
            if (options.containsKey("consumerEndpointUri")) {
                assertIsInCatalog(catalog, options.get("consumerEndpointUri"), null);
            }
        } catch (URISyntaxException e) {
            throw new AssertionError(uri, e);
        }
    }

    /** A timer with a period uses the wall clock: if that is set back by an hour, it does not fire for an hour. */
    @ParameterizedTest
    @FieldSource("FILES")
    void noTimerUsesTheWallClock(Path file) throws IOException {
        visit(parse(file), (step, value) -> {
            if (value instanceof Map<?, ?> endpoint
                    && String.valueOf(endpoint.get("uri")).startsWith("timer")) {
                assertThat(endpoint.get("uri")).asString().as("without options").doesNotContain("?");
                assertThat(endpoint.get("parameters"))
                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                        .containsEntry("delay", -1);
            }
        });
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void expressionsAreWrittenOut(Path file) throws IOException {
        visit(parse(file), (step, value) -> {
            if (EVALUATING.contains(step)) {
                assertThat(value).as(step).isInstanceOf(Map.class);
                assertThat(((Map<?, ?>) value).containsKey("expression"))
                        .as("'expression' in %s %s", step, value)
                        .isTrue();
            }
            if (LANGUAGES.contains(step)) {
                assertThat(value).as("%s as a shorthand", step).isInstanceOf(Map.class);
            }
        });
    }

    /** Camel makes beans of any further file twice; see {@link RouteMain}. */
    @ParameterizedTest
    @FieldSource("FILES")
    void beansAreInTheBeansFileAlone(Path file) throws IOException {
        assertThat(parse(file).stream().anyMatch(top -> top.containsKey("beans")))
                .isEqualTo(isBeans(file));
    }

    /** Camel's command line takes the files in the order of the shell, and makes beans of any but the first file twice. */
    @ParameterizedTest
    @ValueSource(strings = {"node", "web"})
    void theBeansFileIsTheFirstOfItsFolder(String folder) {
        assertThat(FILES.stream()
                        .filter(file -> file.getParent().equals(ROUTES.resolve(folder)))
                        .findFirst())
                .hasValueSatisfying(file -> assertThat(isBeans(file)).isTrue());
    }

    @ParameterizedTest
    @FieldSource("MEASURE_FILES")
    void aMeasureFileStatesItsContractAndItsSettings(Path file) throws IOException {
        String text = Files.readString(file);
        List<String> stated = text.lines()
                .takeWhile(line -> line.startsWith("# "))
                .filter(line -> !line.startsWith("#   "))
                .map(line -> line.replaceAll("^# (\\w+): +\\S.*", "$1"))
                .toList();
        assertThat(stated).containsExactly("title", "description", "unit", "settings");

        Properties settings = new Properties();
        try (var reader = Files.newBufferedReader(ROUTES.resolve("application.properties"))) {
            settings.load(reader);
        }
        String head = text.substring(0, text.indexOf("- route:"));
        Matcher used = SETTING.matcher(text);
        List<String> missing = new ArrayList<>();
        while (used.find()) {
            if (!settings.containsKey(used.group(1)) || !head.contains(used.group(1))) {
                missing.add(used.group(1));
            }
        }
        assertThat(missing).as("not stated, or without a default").isEmpty();
    }

    @ParameterizedTest
    @FieldSource("MEASURE_FILES")
    void theUnitThatAMeasureFileStatesGoesWithItsReadings(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(text.contains("name: unit")).isNotEqualTo(text.contains("# unit:        none\n"));
    }

    @ParameterizedTest
    @FieldSource("MEASURE_FILES")
    void aMeasureFileBeginsWithTheRouteFromDirectMeasure(Path file) throws IOException {
        Map<?, ?> route = (Map<?, ?>) parse(file).get(0).get("route");
        assertThat(route.get("id")).isEqualTo("measure");
        assertThat(((Map<?, ?>) route.get("from")).get("uri")).isEqualTo("direct:measure");
    }

    /** What cannot be reached when the node starts would keep it from starting. */
    @ParameterizedTest
    @FieldSource("MEASURE_FILES")
    void otherRoutesOfAMeasureFileAreStartedByTheFirst(Path file) throws IOException {
        assertThat(parse(file).stream().skip(1).map(top -> (Map<?, ?>) top.get("route")))
                .allSatisfy(route -> assertThat(route.get("autoStartup")).isEqualTo("false"));
    }

    private static boolean isBeans(Path file) {
        return file.getFileName().toString().equals("beans.camel.yaml");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> parse(Path file) throws IOException {
        return (List<Map<?, ?>>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    /** Every key with its value, at any depth below the routes. */
    private static void visit(Object node, BiConsumer<String, Object> visitor) {
        if (node instanceof List<?> list) {
            list.forEach(item -> visit(item, visitor));
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (!key.equals("beans") && !key.equals("parameters")) {
                    visitor.accept((String) key, value);
                    visit(value, visitor);
                }
            });
        }
    }

    private static List<Path> files(String prefix) {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
            assertThat(found).hasSizeGreaterThan(3);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
