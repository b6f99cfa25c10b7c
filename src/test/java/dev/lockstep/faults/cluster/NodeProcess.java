package dev.lockstep.faults.cluster;

import dev.lockstep.faults.history.Event;
import dev.lockstep.testing.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
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
public final class NodeProcess implements AutoCloseable {

    private final String id;
    private final ChildProcess process;
    private final Path journal;
    private final Path log;

    private NodeProcess(String id, ChildProcess process, Path journal, Path log) {
        this.id = id;
        this.process = process;
        this.journal = journal;
        this.log = log;
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
        try {
            return new NodeProcess(id, ChildProcess.start(builder, log), journal, log);
        } catch (IOException e) {
            throw new UncheckedIOException("node " + id + " cannot be started", e);
        }
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

    /** What the node has said so far, on both of its outputs. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + log + " cannot be read", e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether SIGKILL, or a halt as hard as that, has ended the process. */
    boolean wasKilled() {
        return !isAlive() && process.exitCode(Duration.ZERO) == 137;
    }

    public long pid() {
        return process.pid();
    }

    /** Whether the node took office and has not left it, by its own account. */
    public boolean leads() {
        return events().stream()
                .filter(event -> event.is("leading") || event.is("following"))
                .reduce((earlier, later) -> later)
                .map(event -> event.is("leading"))
                .orElse(false);
    }

    /** SIGKILL. */
    public void kill9() {
        process.kill9();
    }

    /** SIGTERM. */
    public void terminate() {
        process.terminate();
    }

    /** SIGSTOP. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT. */
    public void thaw() {
        process.thaw();
    }

    /**
     * Waits for the end of the process.
     *
     * @throws AssertionError if it is still there after {@code limit}
     */
    public int exitCode(Duration limit) {
        return process.exitCode(limit);
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return "node " + id;
    }
}
