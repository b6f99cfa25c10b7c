package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the documentation has Docker and Compose do: with files, services, profiles and containers that there are. */
final class ComposeCommand {

    private static final String CLUSTER = "docker-compose-cluster.yml";
    /** Of Compose, with what each may have: options, and whether services follow. */
    private static final Map<String, Set<String>> COMMANDS = Map.of(
            "up", Set.of("--build", "-d"),
            "down", Set.of("-v"),
            "ps", Set.of(),
            "logs", Set.of("-f"),
            "run", Set.of("--rm"));

    private final Map<?, ?> services;
    private final List<String> words;

    private ComposeCommand(List<String> words, String file) {
        this.words = new ArrayList<>(words);
        Object compose = new Load(
                        LoadSettings.builder().setMaxAliasesForCollections(1000).build())
                .loadFromString(Sources.read(Path.of(file)));
        services = (Map<?, ?>) ((Map<?, ?>) compose).get("services");
    }

    /** Checks a command of {@code docker}, or of the alias {@code cluster}. */
    static void check(List<String> words) {
        if (words.get(0).equals("cluster")) {
            new ComposeCommand(words.subList(1, words.size()), CLUSTER).check();
        } else if (words.get(1).equals("compose")) {
            boolean names = words.size() > 3 && words.get(2).equals("-f");
            new ComposeCommand(words.subList(names ? 4 : 2, words.size()), names ? words.get(3) : "docker-compose.yml")
                    .check();
        } else {
            new ComposeCommand(words, CLUSTER).container();
        }
    }

    private void check() {
        while (words.get(0).equals("--profile")) {
            words.remove(0);
            profile(words.remove(0));
        }
        String command = words.remove(0);
        assertThat(COMMANDS).containsKey(command);
        while (!words.isEmpty()) {
            String word = words.remove(0);
            if (word.equals("--scale")) {
                service(words.remove(0).split("=")[0]);
            } else if (word.startsWith("-")) {
                assertThat(COMMANDS.get(command)).contains(word);
            } else {
                service(word);
                if (command.equals("run")) {
                    words.add(0, word);
                    DocumentedCommandsTest.lockstep(words);
                    return;
                }
            }
        }
    }

    private void service(String name) {
        assertThat(services.containsKey(name)).as("service %s", name).isTrue();
    }

    private void profile(String name) {
        assertThat(services.values()).anySatisfy(service -> assertThat(((Map<?, ?>) service).get("profiles"))
                .isEqualTo(List.of(name)));
    }

    /** {@code docker exec -it CONTAINER PROGRAM ...}. */
    private void container() {
        assertThat(words.subList(0, 3)).isEqualTo(Arrays.asList("docker", "exec", "-it"));
        assertThat(services.values()).anySatisfy(service -> assertThat(((Map<?, ?>) service).get("container_name"))
                .isEqualTo(words.get(3)));
        assertThat(words.get(4)).isEqualTo("zkCli.sh");
    }
}
