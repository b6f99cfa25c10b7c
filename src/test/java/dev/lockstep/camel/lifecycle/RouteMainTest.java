package dev.lockstep.camel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteMainTest {

    private static final AtomicInteger CREATED = new AtomicInteger();

    @TempDir
    Path routes;

    private final List<Main> mains = new ArrayList<>();

    /** A bean that counts its instances. */
    public static final class Counted {
        public Counted() {
            CREATED.incrementAndGet();
        }
    }

    @BeforeEach
    void write() throws IOException {
        CREATED.set(0);
        Files.createDirectory(routes.resolve("plant"));
        Files.writeString(
                routes.resolve("application.properties"),
                """
                greeting = from the file
                camel.server.enabled = false
                camel.management.enabled = false
                """);
        writeRoute("plant/a.camel.yaml");
        writeRoute("plant/z.camel.yaml");
        Files.writeString(
                routes.resolve("plant/beans.camel.yaml"),
                """
                - beans:
                    - name: counted
                      type: %s
                """
                        .formatted(Counted.class.getName()));
    }

    @AfterEach
    void stop() {
        mains.forEach(Main::stop);
    }

    /** Camel creates beans twice if their file is not the first one. */
    @Test
    void beansAreCreatedOnceAlthoughTheirFileIsNotTheFirstByName() {
        CamelContext context = start(List.of(), Map.of());

        assertThat(CREATED).hasValue(1);
        assertThat(context.getRoutes()).hasSize(2);
    }

    @Test
    void aSettingOfTheCommandLineOverridesAVariableWithTheSameName() {
        assertThat(System.getenv("PATH")).isNotBlank();

        CamelContext context = start(List.of(), Map.of("path", "from the command line"));

        assertThat(context.resolvePropertyPlaceholders("{{path}}")).isEqualTo("from the command line");
    }

    @Test
    void aSettingOfTheCommandLineOverridesTheFile() {
        CamelContext file = start(List.of(), Map.of());
        CamelContext line = start(List.of(), Map.of("greeting", "from the line"));

        assertThat(file.resolvePropertyPlaceholders("{{greeting}}")).isEqualTo("from the file");
        assertThat(line.resolvePropertyPlaceholders("{{greeting}}")).isEqualTo("from the line");
        assertThat(line.resolvePropertyPlaceholders("{{routes.folder}}")).isEqualTo(routes.toString());
    }

    @Test
    void furtherFilesAreLoadedToo() throws Exception {
        Path more = writeRoute("more.camel.yaml");

        assertThat(start(List.of(more), Map.of()).getRoute("more.camel.yaml")).isNotNull();
    }

    @Test
    void aFolderWithoutSettingsOrBeansIsRefused() throws Exception {
        Files.delete(routes.resolve("plant/beans.camel.yaml"));
        assertThatThrownBy(() -> RouteMain.create("plant", routes, "plant", List.of(), false, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no beans.camel.yaml in the routes folder " + routes.resolve("plant"));
        Files.delete(routes.resolve("application.properties"));
        assertThatThrownBy(() -> RouteMain.create("plant", routes, "plant", List.of(), false, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no application.properties in the routes folder " + routes);
    }

    private CamelContext start(List<Path> more, Map<String, String> overrides) {
        Main main = RouteMain.create("plant", routes, "plant", more, false, overrides);
        mains.add(main);
        main.start();
        return main.getCamelContext();
    }

    private Path writeRoute(String file) throws IOException {
        String id = Path.of(file).getFileName().toString();
        return Files.writeString(
                routes.resolve(file),
                """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        - to:
                            uri: direct:nowhere
                """
                        .formatted(id, id));
    }
}
