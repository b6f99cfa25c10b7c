package dev.lockstep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Programs that some tests need beside a JDK; {@code .ci/run} installs them all. */
public final class Programs {

    /** Debian keeps servers where only root looks. */
    public static final String SERVERS = "/usr/sbin";

    private Programs() {}

    /** Whether a program is installed. */
    public static boolean has(String name) {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(":")), Stream.of(SERVERS))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
