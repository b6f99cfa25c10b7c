package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.cli.Lockstep;
import dev.lockstep.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Every command of the documentation is one that its program takes, and the files that it names are there. {@code DocsIT} also
 * runs those that can be run on one machine.
 */
class DocumentedCommandsTest {

    static Stream<ShellCommand> commands() {
        return Stream.concat(Documents.blocks("sh"), Documents.blocks("console"))
                .flatMap(block -> ShellCommand.of(block).stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsOneThatItsProgramTakes(ShellCommand command) throws IOException {
        command.variables().forEach(DocumentedCommandsTest::variable);
        if (command.words().isEmpty()) {
            return;
        }
        String program = command.words().get(0);
        switch (program) {
            case "java" -> java(command.from(1));
            case "mvn" -> MavenCommand.check(command.from(1));
            case "docker", "cluster" -> ComposeCommand.check(command.words());
            case "alias" -> alias(command.words().get(1));
            case "curl" -> curl(command.from(1));
            case "jbang" -> camel(command.from(1));
            case "src/camel/camel" -> {
                assertThat(Path.of(program)).isExecutable();
                camel(command.from(1));
            }
            default -> throw new AssertionError(command + ": there is no check for this program");
        }
    }

    private static void variable(String name) {
        assertThat(Sources.read(Path.of("docs", "settings.md"))).contains("`" + name + "`");
    }

    private static void java(List<String> words) {
        assertThat(words.get(0)).isEqualTo("-jar");
        assertThat(words.get(1)).isIn("lockstep.jar", "target/lockstep.jar");
        lockstep(words.subList(2, words.size()));
    }

    /** The arguments of the product's own command line. */
    static void lockstep(List<String> arguments) {
        ParseResult parsed = new CommandLine(new Lockstep()).parseArgs(arguments.toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        if (parsed.hasMatchedOption("--measure")) {
            String name = parsed.matchedOptionValue("--measure", "");
            assertThat(Path.of("routes", name + ".camel.yaml")).exists();
        }
        if (parsed.commandSpec().name().equals("set")) {
            List<String> assignments = parsed.matchedPositionalValue(0, List.of());
            for (String assignment : assignments) {
                String[] parts = assignment.split("=", 2);
                Setting.of(parts[0]).ifPresent(setting -> setting.parse(parts[1]));
            }
        }
    }

    private static void alias(String definition) {
        assertThat(definition).startsWith("cluster=docker compose -f ");
        assertThat(Path.of(definition.substring(definition.lastIndexOf(' ') + 1)))
                .exists();
    }

    private static void curl(List<String> words) throws IOException {
        assertThat(words).hasSize(1);
        URI address = URI.create(words.get(0));
        assertThat(address.getAuthority()).isEqualTo("localhost:8080");
        Path openapi = Path.of("src", "main", "resources", "openapi", "openapi.json");
        assertThat(new ObjectMapper().readTree(openapi.toFile()).path("paths").has(address.getPath()))
                .as("%s is in the API's description", address.getPath())
                .isTrue();
    }

    /** The Camel command line: the files are there, and the versions are those of the build. */
    private static void camel(List<String> words) {
        String pom = Sources.read(Path.of("pom.xml"));
        for (String word : words) {
            if (word.startsWith("routes/")) {
                assertThat(matching(word)).as(word).isNotEmpty();
            } else if (word.startsWith("--dep=")) {
                String[] parts = word.substring("--dep=".length()).split(":");
                assertThat(pom)
                        .contains("<groupId>" + parts[0] + "</groupId>\n  <artifactId>" + parts[1]
                                + "</artifactId>\n  <version>" + parts[2] + "</version>");
            } else if (word.startsWith("-Dcamel.jbang.version=")) {
                assertThat(pom).contains("<camel.version>" + word.split("=")[1] + "</camel.version>");
            } else {
                assertThat(word).matches("camel@apache/camel|run|ps|get|route|press-3|--name=press-3");
            }
        }
    }

    private static List<Path> matching(String pattern) {
        Path path = Path.of(pattern);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
            files.forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
