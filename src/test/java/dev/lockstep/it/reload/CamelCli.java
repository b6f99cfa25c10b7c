package dev.lockstep.it.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.faults.cluster.Launch;
import dev.lockstep.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * Camel's command line, as docs/running.md has it started without JBang. It finds Lockstep in a Maven repository of the tests' own,
 * which has links to all that the machine's repository has; that one is left as it is.
 */
final class CamelCli {

    private static final Path SCRIPT = Path.of("src", "camel", "camel").toAbsolutePath();
    private static final Path REPOSITORY =
            Path.of("target", "camel-cli", "repository").toAbsolutePath();
    private static final String VERSION = "0.1.0-SNAPSHOT";
    static final String LOCKSTEP = "dev.lockstep:lockstep:" + VERSION;

    private final Map<String, String> environment = Map.of("CAMEL_OPTS", "-Dmaven.repo.local=" + REPOSITORY);

    /** Makes the repository, and has the command line fetch itself, once: two at a time would get in each other's way. */
    CamelCli() throws IOException {
        assertThat(output("version")).contains("4.17.0");
        Path machine = Path.of(System.getProperty("settings.localRepository"));
        Path group = Files.createDirectories(REPOSITORY.resolve("dev"));
        link(machine, REPOSITORY);
        link(machine.resolve("dev"), group);
        Path lockstep =
                Files.createDirectories(group.resolve("lockstep/lockstep").resolve(VERSION));
        copy(Path.of("target", "lockstep-" + VERSION + ".jar"), lockstep.resolve("lockstep-" + VERSION + ".jar"));
        copy(Path.of("pom.xml"), lockstep.resolve("lockstep-" + VERSION + ".pom"));
    }

    /** How a node is started by {@code camel run}, with the route files of {@code routes} and these options. */
    Launch run(Path routes, String options) {
        String command =
                "exec '%s' run '%s'/application.properties '%s'/node/*.camel.yaml '%s'/measure-simulated.camel.yaml --dep=%s %s"
                        .formatted(SCRIPT, routes, routes, routes, LOCKSTEP, options);
        // What is appended is "--journal FILE".
        Launch launch = id -> List.of("sh", "-c", command + " --property=node.journal=\"$2\" --name=node-" + id, "sh");
        return launch.with(id -> environment);
    }

    /** Runs a command to its end and returns what it printed. */
    String output(String... arguments) {
        return new Command(List.of(SCRIPT.toString()), environment)
                .with(List.of(arguments))
                .run();
    }

    private static void link(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Path link = to.resolve(entry.getFileName());
                if (!Files.exists(link) && !entry.endsWith("dev/lockstep")) {
                    Files.createSymbolicLink(link, entry);
                }
            }
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(from + " is missing: these tests need it packaged, as mvn verify does", e);
        }
    }
}
