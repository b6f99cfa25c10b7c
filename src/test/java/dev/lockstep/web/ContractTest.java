package dev.lockstep.web;

import static dev.lockstep.web.Backend.json;
import static dev.lockstep.web.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import dev.lockstep.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares /openapi.json and the page with the behaviour of the backend. */
class ContractTest {

    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @TempDir
    static Path data;

    private static EmbeddedRedis redis;
    private static Backend backend;
    private static JsonNode openapi;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start(data);
        backend = Backend.start(redis.url());
        openapi = json(backend.get("/openapi.json"));
    }

    @AfterAll
    static void stop() {
        backend.close();
        redis.close();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionHasARoute() {
        Set<String> routes = backend.main().getCamelContext().getEndpoints().stream()
                .filter(PlatformHttpEndpoint.class::isInstance)
                .map(PlatformHttpEndpoint.class::cast)
                .map(endpoint -> endpoint.getHttpMethodRestrict() + " " + endpoint.getPath())
                .collect(Collectors.toCollection(TreeSet::new));
        routes.addAll(Set.of("GET /observe/health", "GET /observe/metrics"));
        filesOfThePage().forEach(file -> routes.remove("GET " + file));

        Set<String> described = new TreeSet<>();
        openapi.get("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase() + " " + path.getKey())));

        assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void everyReferenceCanBeResolved() {
        assertThat(openapi.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        openapi.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void theExamplesMatchTheirSchemas() {
        assertThat(errors("Report", openapi.at("/components/examples/Report/value")))
                .isEmpty();
        openapi.at("/components/responses").forEach(response -> {
            JsonNode problem = response.at("/content/application~1problem+json/example");
            if (!problem.isMissingNode()) {
                assertThat(errors("Problem", problem)).isEmpty();
            }
        });
        assertThat(backend.post(openapi.at("/components/examples/Report/value").toString())
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void theAnswersMatchTheirSchemas() {
        assertThat(errors("Status", json(backend.get("/api/v1/status")))).isEmpty();
        backend.post(report("c", 1, 80));
        assertThat(errors("Status", json(backend.get("/api/v1/status")))).isEmpty();
        assertThat(errors("Report", json(backend.get("/api/v1/reports/latest"))))
                .isEmpty();
        assertThat(errors("Problem", json(backend.post("{}")))).isEmpty();
        assertThat(errors("Problem", json(backend.get("/nothing")))).isEmpty();
    }

    @Test
    void thePageAndItsFilesComeFromThisHostAlone() {
        assertThat(filesOfThePage()).contains("/page.js", "/uplot.js").allSatisfy(file -> {
            assertThat(backend.get(file).statusCode()).as(file).isEqualTo(200);
        });
        assertThat(backend.get("/").headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'self'");
        assertThat(backend.get("/uplot.js").body()).contains("uPlot");
    }

    private static Set<String> filesOfThePage() {
        Matcher file = FILE.matcher(backend.get("/").body().replaceAll("(?s)<(a|footer) .*?>", ""));
        return file.results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static Set<ValidationMessage> errors(String schema, JsonNode value) {
        return new ContractSchema(schema)
                .createSchema(backend.main().getCamelContext(), "classpath:openapi/openapi.json")
                .validate(value);
    }
}
