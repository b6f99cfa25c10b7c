package dev.lockstep.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that a test starts and does bad things to. Its output goes to a file; it never outlives the test's JVM. */
public final class ChildProcess implements AutoCloseable {

    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final String name;

    private ChildProcess(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    /** Starts {@code command}; what it says is appended to {@code log}. */
    public static ChildProcess start(ProcessBuilder command, Path log) throws IOException {
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        ALIVE.add(process);
        process.onExit().thenRun(() -> ALIVE.remove(process));
        return new ChildProcess(process, log.getFileName() + " (" + process.pid() + ")");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill9() {
        process.destroyForcibly();
        exitCode(GONE_WITHIN);
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: the process does nothing any more and nobody is told. */
    public void freeze() {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("-CONT");
    }

    /**
     * Waits for the end of the process.
     *
     * @throws AssertionError if it is still there after {@code limit}
     */
    public int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " is still there after " + limit.toMillis() + " ms");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + name, e);
        }
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("kill " + signal + " " + name + " failed: is it gone?");
            }
        } catch (IOException e) {
            throw new AssertionError("kill " + signal + " " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during kill " + signal + " " + name, e);
        }
    }

    /** Ends the process for sure, frozen or not. */
    @Override
    public void close() {
        if (isAlive()) {
            kill9();
        }
    }
}
