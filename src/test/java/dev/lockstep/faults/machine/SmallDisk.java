package dev.lockstep.faults.machine;

import dev.lockstep.testing.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that is small enough to be filled. Needs root. */
public final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    public static boolean isAvailable() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/mount"));
    }

    /** Takes away what a run that was killed has left mounted there. */
    public static void unmountLeftOver(Path folder) throws IOException {
        String mounted = " " + folder.toAbsolutePath() + " ";
        if (Files.readAllLines(Path.of("/proc/mounts")).stream().anyMatch(line -> line.contains(mounted))) {
            Command.of("umount", "-l", folder.toString()).run();
        }
    }

    public static SmallDisk mount(Path folder) throws IOException {
        Files.createDirectories(folder);
        Command.of("mount", "-t", "tmpfs", "-o", "size=256m", "lockstep-faults", folder.toString())
                .run();
        return new SmallDisk(folder);
    }

    /** Leaves no byte free. */
    public void fill() throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (Files.size(filler()) < BLOCK) {
                throw full;
            }
        }
    }

    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() {
        Command.of("umount", "-l", folder.toString()).run();
    }
}
