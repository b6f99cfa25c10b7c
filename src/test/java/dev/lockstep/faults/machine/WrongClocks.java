package dev.lockstep.faults.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * Gives each process a wall clock that can be set while it runs, as when somebody sets the clock of its machine. Clocks that
 * only count are left alone, as they are then. Done by libfaketime, which every process loads; within a second it notices what
 * is set here.
 */
public final class WrongClocks {

    private final Path library;
    private final Path folder;

    private WrongClocks(Path library, Path folder) {
        this.library = library;
        this.folder = folder;
    }

    /** The clocks; null where libfaketime is not installed. */
    public static WrongClocks in(Path folder) throws IOException {
        Path lib = Path.of("/usr/lib");
        try (DirectoryStream<Path> targets = Files.newDirectoryStream(lib)) {
            for (Path target : targets) {
                Path library = target.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return new WrongClocks(library, Files.createDirectories(folder));
                }
            }
        }
        return null;
    }

    /** What the environment of the process must hold; its clock is right until {@link #set}. */
    public Map<String, String> environment(String process) {
        if (!Files.exists(file(process))) {
            set(process, Duration.ZERO);
        }
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file(process).toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1",
                // Or waits that end at a time of the counting clock end at once, and the JVM spins.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    public void set(String process, Duration ahead) {
        try {
            Path text = Files.writeString(folder.resolve(process + ".tmp"), "%+d\n".formatted(ahead.toSeconds()));
            Files.move(text, file(process), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the clock of " + process + " cannot be set", e);
        }
    }

    private Path file(String process) {
        return folder.resolve(process);
    }
}
