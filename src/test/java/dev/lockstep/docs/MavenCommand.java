package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** What the documentation has Maven do: with phases, profiles, tests, plugins and faults that there are. */
final class MavenCommand {

    private static final String POM = Sources.read(Path.of("pom.xml"));
    private static final Pattern FAULT_RUNNER = Pattern.compile("dev\\.lockstep\\.[\\w.]*FaultRunner");

    private MavenCommand() {}

    static void check(List<String> words) {
        for (String word : words) {
            if (word.startsWith("-P")) {
                assertThat(POM).contains("<id>" + word.substring(2) + "</id>");
            } else if (word.startsWith("-Dfaults=")) {
                assertThat(words).contains("-Pfaults");
                faultRunner(word.substring("-Dfaults=".length()).split(" "));
            } else if (word.matches("-D(it\\.)?test=\\w+")) {
                String name = word.substring(word.indexOf('=') + 1) + ".java";
                assertThat(Sources.files("src/test/java", "/" + name)).as(name).hasSize(1);
            } else if (word.contains(":")) {
                assertThat(POM).contains("<artifactId>" + word.split(":")[0] + "-maven-plugin</artifactId>");
            } else {
                assertThat(word).isIn("-q", "-DskipTests", "test", "package", "verify", "install");
            }
        }
    }

    private static void faultRunner(String... arguments) {
        Matcher name = FAULT_RUNNER.matcher(POM);
        assertThat(name.find()).isTrue();
        try {
            CommandLine runner =
                    new CommandLine(Class.forName(name.group()).getConstructor().newInstance());
            runner.parseArgs(arguments);
            List<String> faults = runner.getParseResult().matchedOptionValue("--fault", List.of());
            if (!faults.isEmpty()) {
                assertThat(faultsOf(name.group())).containsAll(faults);
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The names of the faults, as the runner lists them. */
    private static List<String> faultsOf(String runner) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return Command.of(java, "-cp", classPath, runner, "--list")
                .run()
                .lines()
                .map(line -> line.split(" ")[0])
                .toList();
    }
}
