package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.Lockstep;
import dev.lockstep.config.Setting;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/settings.md has every setting that there is, where it is set, and its default, and none that there is not. */
class DocumentedSettingsTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:(\\w+)(?::(.*))?}}");
    /** How the description of an option names its variable and its default. */
    private static final Pattern IN_HELP = Pattern.compile("\\[(\\w+); default: (.*)]$");

    /** Column by name, for each setting. */
    private static final List<Map<String, String>> DOCUMENTED = documented();

    private static List<Map<String, String>> documented() {
        List<Map<String, String>> settings = new ArrayList<>();
        for (List<List<String>> table : Document.of("docs/settings.md").tables()) {
            List<String> columns = table.get(0);
            if (columns.contains("importance")) {
                Map<String, String> setting = new TreeMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    setting.put(columns.get(i), table.get(1).get(i));
                }
                settings.add(setting);
            }
        }
        return settings;
    }

    /** A property of application.properties. */
    record Property(String name, String value) {}

    static Stream<Property> properties() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Sources.read(Path.of("routes", "application.properties"))));
        return properties.stringPropertyNames().stream()
                .sorted()
                .map(name -> new Property(name, properties.getProperty(name)));
    }

    static Stream<OptionSpec> options() {
        return withSubcommands(new CommandLine(new Lockstep()))
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.usageHelp() && !option.versionHelp());
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(DocumentedSettingsTest::withSubcommands));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void everyPropertyIsDocumentedWithItsVariableAndItsDefault(Property property) {
        Map<String, String> setting = only("property", property.name());
        Matcher variable = VARIABLE.matcher(property.value());
        String standard = property.value();
        if (variable.matches()) {
            assertThat(Document.code(setting.get("variable"))).containsExactly(variable.group(1));
            standard = variable.group(2) == null ? "" : variable.group(2);
        } else {
            assertThat(setting).doesNotContainKey("variable");
        }
        List<String> said = Document.code(setting.get("default"));
        if (said.isEmpty()) {
            assertThat(standard).as("default of %s", property.name()).isEmpty();
        } else {
            assertThat(standard).as("default of %s", property.name()).endsWith(said.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void everyOptionIsDocumentedWithItsVariableAndItsDefault(OptionSpec option) {
        Matcher help = IN_HELP.matcher(String.join(" ", option.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue())));
        assertThat(help.find()).isTrue();
        // Two commands may have options of one name; their variables differ then.
        Map<String, String> setting = DOCUMENTED.stream()
                .filter(found -> isFor(found, "option", option.longestName()))
                .filter(found -> Document.code(found.get("variable")).equals(List.of(help.group(1))))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no entry for " + option.longestName() + " with the variable " + help.group(1)));

        assertThat(setting.get("default").replace("`", ""))
                .contains(help.group(2).split("[,;]")[0]);
    }

    @ParameterizedTest
    @EnumSource
    void everyLiveKeyIsDocumented(Setting key) {
        only("live key", key.key());
    }

    @Test
    void noSettingIsDocumentedThatDoesNotExist() throws IOException {
        List<String> options = options().map(OptionSpec::longestName).toList();
        List<String> properties = properties().map(Property::name).toList();

        assertThat(column("option")).isSubsetOf(options);
        assertThat(column("property")).isSubsetOf(properties);
        assertThat(column("live key"))
                .isSubsetOf(Stream.of(Setting.values()).map(Setting::key).toList());
    }

    @Test
    void theLogsVariablesAndThoseOfTheComposeFilesAreDocumented() {
        String text = Sources.read(Path.of("docs", "settings.md"));
        String compose = Sources.read(Path.of("docker", "services.yml"));

        assertThat(Pattern.compile("\\$\\{(\\w+)").matcher(compose).results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(text).contains("`" + variable + "`"));
        assertThat(text).contains("`LOG_FORMAT`", "`LOG_LEVEL`");
    }

    private static List<String> column(String name) {
        return DOCUMENTED.stream()
                .flatMap(setting -> Document.code(setting.getOrDefault(name, "")).stream())
                .toList();
    }

    private static Map<String, String> only(String column, String name) {
        List<Map<String, String>> found = DOCUMENTED.stream()
                .filter(setting -> isFor(setting, column, name))
                .toList();
        assertThat(found).as("entries for %s", name).hasSize(1);
        return found.get(0);
    }

    private static boolean isFor(Map<String, String> setting, String column, String name) {
        return Document.code(setting.getOrDefault(column, "")).contains(name);
    }
}
