package dev.lockstep.cli;

import dev.lockstep.testing.ChildProcess;
import dev.lockstep.testing.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The command line in a process of its own, since only such a one can be sent signals. */
final class LockstepProcess extends ChildProcess {

    private final Path log;

    private LockstepProcess(ProcessBuilder command, Path log) {
        super(command, log);
        this.log = log;
    }

    /** Starts the process, with {@code temporary} as the folder for temporary files. */
    static LockstepProcess start(Path temporary, String... args) throws IOException {
        return start(temporary, Map.of(), args);
    }

    /** Starts the process with environment variables. */
    static LockstepProcess start(Path temporary, Map<String, String> variables, String... args) throws IOException {
        List<String> command = Jvm.light();
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + temporary,
                // The logging of production, not of tests.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Lockstep.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NODE_STATE", "");
        builder.environment().putAll(variables);
        return new LockstepProcess(builder, Files.createTempFile("lockstep-process", ".log"));
    }

    @Override
    public void close() {
        super.close();
        log.toFile().delete();
    }
}
