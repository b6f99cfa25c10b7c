package dev.lockstep.camel.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.lifecycle.RouteMain;
import dev.lockstep.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits of a folder of routes that run. */
class RouteWatchTest {

    private static final String GREET =
            """
            - route:
                id: greet
                from:
                  uri: direct:greet
                  parameters:
                    timeout: 1000
                  steps:
                    - setBody:
                        expression:
                          constant:
                            expression: hello
                    - to:
                        uri: direct:end
            """;

    private static final String END =
            """
            - route:
                id: end
                from:
                  uri: direct:end
                  steps:
                    - log:
                        message: "${body}"
            - route:
                id: by-hand
                autoStartup: "false"
                from:
                  uri: direct:by-hand
                  steps:
                    - setBody:
                        expression:
                          constant:
                            expression: one
            """;

    private static final String RULED =
            """
            - route:
                id: ruled
                routeConfigurationId: rule
                from:
                  uri: direct:ruled
                  steps:
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: as planned
            """;

    private static final String RULE =
            """
            - routeConfiguration:
                id: rule
                onException:
                  - onException:
                      exception:
                        - java.lang.IllegalStateException
                      handled:
                        constant:
                          expression: "true"
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: caught
            """;

    @TempDir
    Path routes;

    private Main main;
    private CamelContext context;
    private ProducerTemplate template;
    private CapturedLog log;

    @BeforeEach
    void start() throws IOException {
        log = CapturedLog.of(RouteReload.class.getName());
        Files.createDirectory(routes.resolve("plant"));
        Files.writeString(routes.resolve("application.properties"), "camel.main.shutdown-timeout = 1\n");
        write("beans", "- beans: []\n");
        write("greet", GREET);
        write("end", END);
        main = RouteMain.create("plant", routes, "plant", List.of(), true, Map.of());
        main.start();
        context = main.getCamelContext();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        main.stop();
        log.close();
    }

    @Test
    void aChangedRouteRunsAsItWasSavedAndTheOthersAreUntouched() throws Exception {
        Consumer end = context.getRoute("end").getConsumer();
        assertThat(greeting()).isEqualTo("hello");

        write("greet", GREET.replace("hello", "good day"));

        await().until(() -> greeting().equals("good day"));
        assertThat(context.getRoute("end").getConsumer()).isSameAs(end);
        // It is told once it is done.
        await().untilAsserted(() ->
                assertThat(log.lines()).containsExactly("INFO " + file("greet") + ": routes reloaded [greet]"));
    }

    @Test
    void ofAFileOnlyTheRoutesWhoseTextHasChangedAreReplaced() throws Exception {
        Consumer end = context.getRoute("end").getConsumer();
        context.getRouteController().startRoute("by-hand");

        write("end", END.replace("expression: one", "expression: two"));

        await().until(() -> template.requestBody("direct:by-hand", "").equals("two"));
        await("started, as it was")
                .until(() ->
                        context.getRouteController().getRouteStatus("by-hand").isStarted());
        assertThat(context.getRoute("end").getConsumer()).isSameAs(end);
        write("end", "# A word to the reader\n" + END.replace("expression: one", "expression: two"));
        await().until(() -> log.lines().contains("INFO " + file("end") + ": no route has changed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id: greet       | id: [greet       | , line 3: while parsing a flow sequence: expected ','
                    steps:          | stepps:          | , line 8: Unsupported field: stepps
                    setBody:        | setBodi:         | , line 8: Unknown node id: setBodi
                    to:             | process:         | , line 13: Unsupported field: uri
                    direct:end      | dirct:end        | , line 2: route greet: No endpoint could be found for: dirct:
                    timeout: 1000   | tmeout: 1000     | , line 2: route greet: Failed to resolve endpoint: direct:
                    timeout: 1000   | timeout: soon    | , line 2: route greet: Error binding property (timeout=soon)
                    hello           | "{{none}}"       | , line 2: route greet: Property with key [none]
                    uri: direct:end | uri: bean:nobody | , line 2: route greet: No bean could be found
                    direct:greet    | direct:end       | , line 2: route greet: Cannot add a 2nd consumer
                    id: greet       | id: end          | : duplicate route id end, already defined in file:
                    id: greet       | note: none       | : an item without 'id' cannot be reloaded
                    - route:        | - beans:         | : 'beans' is read only at startup
                    """)
    void aBrokenEditIsRefusedWithPlaceAndReasonAndTheRunningVersionStays(String good, String bad, String reason)
            throws Exception {
        assertThat(greeting()).isEqualTo("hello");
        int endpoints = context.getEndpoints().size();

        write("greet", GREET.replace(good, bad));

        await().until(() -> !log.lines().isEmpty());
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN Route edit refused, the running routes stay in force: " + file("greet") + reason);
        assertThat(greeting()).isEqualTo("hello");
        assertThat(context.getRoutes()).hasSize(3);
        assertThat(context.getEndpoints()).as("endpoints, none left behind").hasSize(endpoints);
        write("greet", GREET.replace("hello", "good day"));
        await().until(() -> greeting().equals("good day"));
    }

    @Test
    void anEmptiedFileIsRefusedAndADeletedOneTakesItsRoutesAlong() throws Exception {
        write("end", "");
        await().until(() -> log.lines().size() == 1);
        assertThat(log.lines().get(0)).contains("contains no list of routes; to remove its routes, delete the file");
        assertThat(greeting()).isEqualTo("hello");

        Files.delete(file("end"));

        await().until(() -> context.getRoutes().size() == 1 && log.lines().size() == 2);
        assertThat(log.lines().get(1)).isEqualTo("INFO " + file("end") + ": routes removed [by-hand, end]");
        write("end", END);
        await().until(() -> context.getRoutes().size() == 3);
        assertThat(greeting()).isEqualTo("hello");
    }

    @Test
    void aFolderThatIsAwayForAWhileIsToldOnceAndTheRoutesRunOn() throws Exception {
        try (CapturedLog watch = CapturedLog.of(RouteWatch.class.getName())) {
            Files.move(routes.resolve("plant"), routes.resolve("away"));
            await().until(() -> !watch.lines().isEmpty());
            Files.createDirectory(routes.resolve("plant"));
            await().until(() -> watch.lines().size() == 2);
            Files.delete(routes.resolve("plant"));
            Files.move(routes.resolve("away"), routes.resolve("plant"));
            write("greet", GREET.replace("hello", "good day"));
            await().until(() -> greeting().equals("good day"));

            assertThat(watch.lines().subList(0, 2))
                    .allMatch(line ->
                            line.startsWith("WARN Cannot read the route files, the running routes stay in force: "));
            assertThat(context.getRoutes()).hasSize(3);
        }
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        Files.write(file("greet"), new byte[] {'-', ' ', 0, (byte) 0xC3, 1, '\n'});
        await().until(() -> !log.lines().isEmpty());
        assertThat(log.lines().get(0))
                .startsWith("WARN Route edit refused, the running routes stay in force: " + file("greet"));
        assertThat(greeting()).isEqualTo("hello");
    }

    @Test
    void anAddedFileAddsItsRoutes() throws Exception {
        write("more", GREET.replace("greet", "more"));

        await().until(() -> context.getRoute("more") != null);
        assertThat(template.requestBody("direct:more", "")).isEqualTo("hello");
        await().untilAsserted(() ->
                assertThat(log.lines()).containsExactly("INFO " + file("more") + ": routes added [more]"));
    }

    @Test
    void aChangedConfigurationReplacesTheRoutesThatItIsFor() throws Exception {
        write("ruled", RULED + RULE);
        await().until(() -> context.getRoute("ruled") != null);
        assertThat(template.requestBody("direct:ruled", "")).isEqualTo("caught");

        write("ruled", (RULED + RULE).replace("expression: caught", "expression: mended"));
        await().until(() -> template.requestBody("direct:ruled", "").equals("mended"));

        write("ruled", (RULED + RULE).replace("- java.lang.Illegal", "- java.lang.NoSuch"));
        await().until(() -> log.lines().get(log.lines().size() - 1).startsWith("WARN"));
        assertThat(template.requestBody("direct:ruled", "")).isEqualTo("mended");
    }

    @Test
    void aConfigurationReplacesTheRoutesOfOtherFilesThatUseItOrIsRefused() throws Exception {
        write("rule", RULE);
        await().until(() -> log.lines().size() == 1);
        write("ruled", RULED);
        await().until(() -> log.lines().size() == 2);
        assertThat(template.requestBody("direct:ruled", "")).isEqualTo("caught");

        write("rule", RULE.replace("expression: caught", "expression: mended"));
        await().until(() -> log.lines().size() == 3);
        assertThat(log.lines().get(2)).isEqualTo("INFO " + file("rule") + ": routes reloaded [ruled]");
        assertThat(template.requestBody("direct:ruled", "")).isEqualTo("mended");

        write("rule", RULE.replace("setBody:", "bean: { ref: nobody }").replaceAll("(?s)(nobody }).*", "$1"));
        await().until(() -> log.lines().size() == 4);
        assertThat(log.lines().get(3)).startsWith("WARN Route edit refused").contains("nobody");
        assertThat(template.requestBody("direct:ruled", "")).isEqualTo("mended");
    }

    @Test
    void aChangedTemplateReplacesTheRoutesThatWereMadeFromIt() throws Exception {
        String cast =
                """
                - routeTemplate:
                    id: answer
                    parameters:
                      - name: name
                        required: true
                    from:
                      uri: "direct:{{name}}"
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: "{{name}} says yes"
                - templatedRoute:
                    routeTemplateRef: answer
                    routeId: ann
                    parameters:
                      - { name: name, value: ann }
                - templatedRoute:
                    routeTemplateRef: answer
                    routeId: bob
                    parameters:
                      - { name: name, value: bob }
                """;
        write("cast", cast);
        await().until(() -> context.getRoute("bob") != null);
        Consumer bob = context.getRoute("bob").getConsumer();
        assertThat(template.requestBody("direct:ann", "")).isEqualTo("ann says yes");

        write("cast", cast.replace("value: ann", "value: eve"));
        await().until(() -> log.lines().size() == 2);
        assertThat(template.requestBody("direct:eve", "")).isEqualTo("eve says yes");
        assertThat(context.getRoute("bob").getConsumer()).isSameAs(bob);

        write("cast", cast.replace("says yes", "says no"));
        await().until(() -> log.lines().size() == 3);
        assertThat(template.requestBody("direct:ann", "")).isEqualTo("ann says no");
        assertThat(template.requestBody("direct:bob", "")).isEqualTo("bob says no");

        write("cast", cast.replace("setBody", "setNobody"));
        await().until(() -> log.lines().size() == 4);
        assertThat(template.requestBody("direct:bob", "")).isEqualTo("bob says no");
    }

    @Test
    void beansAndSettingsNeedARestartAndSaySo() throws Exception {
        write("beans", "- beans:\n    - name: x\n      type: java.lang.Object\n");
        Files.writeString(routes.resolve("application.properties"), "x = y\n");

        await().until(() -> log.lines().size() == 2);
        assertThat(log.lines())
                .allMatch(line -> line.startsWith("WARN") && line.contains("restart to apply the change"));
    }

    private String greeting() {
        return template.requestBody("direct:greet", "", String.class);
    }

    private Path file(String name) {
        return routes.resolve("plant").resolve(name + ".camel.yaml");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }
}
