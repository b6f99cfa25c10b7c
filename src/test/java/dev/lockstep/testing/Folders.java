package dev.lockstep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders in which tests keep routes, journals and logs. */
public final class Folders {

    private Folders() {}

    /** Makes or empties the folder, and returns it. */
    public static Path empty(Path folder) {
        try {
            if (Files.exists(folder)) {
                List<Path> deepestFirst =
                        tree(folder).stream().sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be emptied", e);
        }
    }

    /** Copies all that is in {@code from} to {@code to}, which is made where it is missing, and returns {@code to}. */
    public static Path copy(Path from, Path to) {
        try {
            for (Path path : tree(from)) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be copied to " + to, e);
        }
    }

    /** Lets every user write to the folder, as containers run as other users, and returns it. */
    public static Path writableByAll(Path folder) {
        try {
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder and of those in it. */
    public static List<Path> files(Path folder) {
        return tree(folder).stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> tree(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
