package dev.lockstep.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.testing.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of the project's Compose files, run under a project name of the tests' own by whichever Compose is installed: the plugin of
 * Docker (v2), else docker-compose (1.29).
 */
final class Compose implements AutoCloseable {

    private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(180);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final String project;
    private final Command command;

    /**
     * @param project the project's name, of which everything that is left by an earlier run is removed
     * @param files the Compose files, the later ones on top of the earlier
     */
    Compose(String project, Command environment, String... files) {
        this.project = project;
        List<String> words = new ArrayList<>(installed());
        words.addAll(List.of("-p", project));
        Arrays.stream(files).forEach(file -> words.addAll(List.of("-f", file)));
        command = new Command(List.copyOf(words), environment.variables());
    }

    private static List<String> installed() {
        try {
            Command.of("docker", "compose", "version").run();
            return List.of("docker", "compose");
        } catch (AssertionError noPlugin) {
            Command.of("docker-compose", "version").run();
            return List.of("docker-compose");
        }
    }

    /** Runs a command of Compose and returns what it printed. */
    String run(String... words) {
        return command.with(List.of(words)).run();
    }

    /** Runs a command of Docker on a container of a service and returns what it printed. */
    static String docker(String... words) {
        return Command.of("docker").with(List.of(words)).run().strip();
    }

    /** The ids of the containers that run, of all services or of those named. */
    List<String> containers(String... services) {
        List<String> words = new ArrayList<>(List.of("ps", "-q"));
        words.addAll(List.of(services));
        return command.with(words)
                .run()
                .lines()
                .filter(line -> line.matches("[0-9a-f]{12,64}"))
                .toList();
    }

    /** Waits until every container that runs says of itself that it is healthy. */
    void awaitHealthy(int count) {
        await(count + " healthy containers")
                .atMost(HEALTHY_WITHIN)
                .pollInterval(LOOK_EVERY)
                .untilAsserted(() -> assertThat(health()).hasSize(count).allMatch(line -> line.endsWith(" healthy")));
    }

    /** Waits until the containers of a service say that they are healthy. */
    void awaitHealthy(String service) {
        await(service + " to be healthy")
                .atMost(HEALTHY_WITHIN)
                .pollInterval(LOOK_EVERY)
                .untilAsserted(
                        () -> assertThat(health(service)).isNotEmpty().allMatch(line -> line.endsWith(" healthy")));
    }

    private List<String> health(String... services) {
        return containers(services).stream()
                .map(id -> docker("inspect", "-f", "{{.Name}} {{.State.Health.Status}}", id))
                .toList();
    }

    /** What Docker has of this project: containers, networks and volumes. */
    List<String> left() {
        String ours = "label=com.docker.compose.project=" + project;
        return List.of("ps -aq", "network ls -q", "volume ls -q").stream()
                .flatMap(list -> Command.of(("docker " + list).split(" "))
                        .with(List.of("--filter", ours))
                        .run()
                        .lines())
                .collect(Collectors.toList());
    }

    /** The last lines that each container printed. */
    String lastWords() {
        return run("logs", "--tail", "15");
    }

    /** Removes all that {@code up} made. */
    @Override
    public void close() {
        run("--profile", "more", "down", "-v", "--remove-orphans", "-t", "5");
    }
}
