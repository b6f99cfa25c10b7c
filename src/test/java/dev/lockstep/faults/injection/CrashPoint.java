package dev.lockstep.faults.injection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A step that a fault run adds to the routes: at a named point of the protocol the node that first comes by an armed point does
 * to itself what the point is armed with. It needs nothing but the JDK, because it runs in the node's process.
 */
public final class CrashPoint {

    /** The system property that names the folder in which points are armed: one file per point, with {@link Deed}. */
    static final String FOLDER = "crash.points";

    /** What happens to the node. */
    enum Deed {
        /** As kill -9: no shutdown hook, nothing is flushed or closed. */
        HALT,
        /** As kill -STOP; whoever armed the point wakes the process. */
        STOP,
        /** The step fails, in every node and each time, until the point is disarmed. */
        FAIL
    }

    private CrashPoint() {}

    /** Called by the routes. */
    public static void reached(String point) throws IOException, InterruptedException {
        Path armed = Path.of(System.getProperty(FOLDER), point);
        String deed;
        try {
            deed = Files.readString(armed);
            if (deed.equals(Deed.FAIL.name())) {
                throw new IllegalStateException("it was told to fail");
            }
            Files.delete(armed);
        } catch (NoSuchFileException notArmed) {
            return;
        }
        if (deed.equals(Deed.HALT.name())) {
            Runtime.getRuntime().halt(137);
        }
        new ProcessBuilder(
                        "kill", "-STOP", Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }

    static void arm(Path folder, String point, Deed deed) {
        try {
            Path text = Files.writeString(folder.resolve(point + ".tmp"), deed.name());
            Files.move(text, folder.resolve(point));
        } catch (IOException e) {
            throw new UncheckedIOException("the point " + point + " cannot be armed", e);
        }
    }

    static void disarm(Path folder, String point) {
        try {
            Files.deleteIfExists(folder.resolve(point));
        } catch (IOException e) {
            throw new UncheckedIOException("the point " + point + " cannot be disarmed", e);
        }
    }

    static boolean isArmed(Path folder, String point) {
        return Files.exists(folder.resolve(point));
    }
}
