package dev.lockstep.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start Java: many small processes share few cores, so each one starts fast rather than running fast. */
public final class Jvm {

    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin", "java");

    private Jvm() {}

    /** The beginning of a command line, to which the caller adds what to run. */
    public static List<String> light() {
        return new ArrayList<>(
                List.of(BIN.toString(), "-Xmx96m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    }
}
