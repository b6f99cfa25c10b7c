package dev.lockstep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that a test starts, signals, and waits for. Its output goes to a file, and it never outlives the test's JVM. Every
 * process of the tests is one of these; a subclass adds what is known of the program.
 */
public class ChildProcess implements AutoCloseable {

    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;

    /** Starts {@code command}; both of its outputs are appended to {@code log}. */
    protected ChildProcess(ProcessBuilder command, Path log) {
        this.log = log;
        try {
            process = command.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(command.command().get(0) + " cannot be started", e);
        }
        ALIVE.add(process);
        process.onExit().thenRun(() -> ALIVE.remove(process));
    }

    /** Starts {@code command}; both of its outputs are appended to {@code log}. */
    public static ChildProcess start(ProcessBuilder command, Path log) {
        return new ChildProcess(command, log);
    }

    public final boolean isAlive() {
        return process.isAlive();
    }

    public final long pid() {
        return process.pid();
    }

    /** The processes that it has started and that are alive, and theirs. */
    public final List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** What the process has printed so far, on both of its outputs. */
    public final String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + log + " cannot be read", e);
        }
    }

    /** The lines of {@link #log}. */
    public final List<String> lines() {
        return log().lines().toList();
    }

    /** Sends SIGKILL, and returns when the process is gone. */
    public final void kill9() {
        process.destroyForcibly();
        exitCode(GONE_WITHIN);
    }

    /** Sends SIGTERM, and returns at once. */
    public final void terminate() {
        process.destroy();
    }

    /** Sends SIGTERM, and returns the exit code; fails if the process is still there after {@code limit}. */
    public final int terminate(Duration limit) {
        terminate();
        return exitCode(limit);
    }

    /** Sends SIGSTOP: the process does nothing any more, and no other process is notified. */
    public final void freeze() {
        signal("-STOP");
    }

    /** Sends SIGCONT. */
    public final void thaw() {
        signal("-CONT");
    }

    /**
     * Waits for the end of the process, and returns its exit code.
     *
     * @throws AssertionError if it is still there after {@code limit}
     */
    public final int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(this + " is still there after " + limit.toMillis() + " ms");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + this, e);
        }
    }

    private void signal(String signal) {
        Command.of("kill", signal, Long.toString(pid())).run();
    }

    /** Ends the process and all that it has started, frozen or not. */
    @Override
    public void close() {
        descendants().forEach(ProcessHandle::destroyForcibly);
        if (isAlive()) {
            kill9();
        }
    }

    @Override
    public String toString() {
        return log.getFileName() + " (" + pid() + ")";
    }
}
