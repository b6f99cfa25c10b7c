package dev.lockstep.faults.cluster;

import dev.lockstep.faults.history.Event;
import dev.lockstep.testing.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One life of a sensor node: a process that runs the packaged program, with a journal and a log of its own. A node that is
 * started again is another {@code NodeProcess} with the same id.
 */
public final class NodeProcess extends ChildProcess {

    private final String id;
    private final Path journal;

    private NodeProcess(String id, ProcessBuilder command, Path journal, Path log) {
        super(command, log);
        this.id = id;
        this.journal = journal;
    }

    /**
     * Starts a node.
     *
     * @param life makes the names of journal and log differ from those of the node's other lives
     * @param environment the contract's variables but for the id
     */
    public static NodeProcess start(String id, int life, Path folder, Map<String, String> environment, Launch launch) {
        if (!Files.exists(Launch.PROGRAM)) {
            throw new IllegalStateException(
                    Launch.PROGRAM + " is missing: these tests need it packaged, as mvn verify does");
        }
        Path journal = folder.resolve("node-" + id + "-" + life + ".jsonl");
        Path log = folder.resolve("node-" + id + "-" + life + ".log");
        List<String> command = new ArrayList<>(launch.command(id));
        command.addAll(List.of("--journal", journal.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NODE_STATE", folder.resolve("state").toString());
        builder.environment().putAll(environment);
        builder.environment().putAll(launch.environment(id));
        builder.environment().put("NODE_ID", id);
        return new NodeProcess(id, builder, journal, log);
    }

    public String id() {
        return id;
    }

    Path journal() {
        return journal;
    }

    public List<Event> events() {
        return Event.readAll(List.of(journal));
    }

    public List<Event> events(String kind) {
        return events().stream().filter(event -> event.is(kind)).toList();
    }

    /** Whether SIGKILL, or a halt as hard as that, has ended the process. */
    boolean wasKilled() {
        return !isAlive() && exitCode(Duration.ZERO) == 137;
    }

    /** Whether the node took office and has not left it, by its own account. */
    public boolean leads() {
        return events().stream()
                .filter(event -> event.is("leading") || event.is("following"))
                .reduce((earlier, later) -> later)
                .map(event -> event.is("leading"))
                .orElse(false);
    }

    @Override
    public String toString() {
        return "node " + id;
    }
}
