package dev.lockstep.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.history.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The nodes of a {@link Cluster}, those that are alive and those that are not any more. */
public final class Nodes implements AutoCloseable {

    private static final Duration LEADER_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);

    private final Path folder;
    private final List<NodeProcess> lives = new CopyOnWriteArrayList<>();

    Nodes(Path folder) {
        this.folder = folder;
    }

    synchronized NodeProcess start(String id, Map<String, String> environment, Launch launch) {
        NodeProcess node = NodeProcess.start(id, lives.size() + 1, folder, environment, launch);
        lives.add(node);
        return node;
    }

    List<NodeProcess> alive() {
        return lives.stream().filter(NodeProcess::isAlive).toList();
    }

    List<NodeProcess> aliveBut(NodeProcess node) {
        return alive().stream().filter(other -> other != node).toList();
    }

    /** Waits until exactly one of {@code candidates} says that it leads. */
    NodeProcess awaitLeader(Supplier<List<NodeProcess>> candidates) {
        return await("one leader")
                .atMost(LEADER_WITHIN)
                .pollInterval(LOOK_EVERY)
                .until(() -> leader(candidates.get()), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<NodeProcess> leader(List<NodeProcess> candidates) {
        List<NodeProcess> leaders =
                candidates.stream().filter(NodeProcess::leads).toList();
        return leaders.size() == 1 ? Optional.of(leaders.get(0)) : Optional.empty();
    }

    /** Stops every node with SIGTERM, all at once, and waits until they are gone. */
    void stop() {
        List<NodeProcess> running = alive();
        running.forEach(NodeProcess::terminate);
        running.forEach(node -> assertThat(node.exitCode(STOPPED_WITHIN))
                .as("exit code of %s", node)
                .isIn(0, 143));
    }

    /** How many lives of each node a kill has ended. */
    Map<String, Long> killed() {
        return lives.stream()
                .filter(NodeProcess::wasKilled)
                .collect(Collectors.groupingBy(NodeProcess::id, Collectors.counting()));
    }

    /** The events of all lives of all nodes. */
    List<Event> events() {
        return Event.readAll(lives.stream().map(NodeProcess::journal).toList());
    }

    /** What each node said last, for the message of a failure. */
    String lastWords() {
        return lives.stream()
                .map(node -> node + ": "
                        + node.log().lines().reduce((before, line) -> line).orElse("(nothing)"))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        lives.forEach(NodeProcess::close);
    }
}
