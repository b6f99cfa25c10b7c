package dev.lockstep.it.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of this machine that containers see. Their users are others than ours, so anybody may write. */
final class Folders {

    private static final Path ALL = Path.of("target", "it").toAbsolutePath();

    private Folders() {}

    /** An empty folder. */
    public static Path empty(String name) {
        try {
            Path folder = ALL.resolve(name);
            if (Files.exists(folder)) {
                for (Path path :
                        tree(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
            Files.createDirectories(folder);
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the project's routes, to be edited. */
    static Path routes(String name) {
        Path from = Path.of("routes");
        Path to = empty(name);
        try {
            for (Path path : tree(from)) {
                Path target = to.resolve(from.relativize(path));
                if (!target.equals(to)) {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder. */
    static List<Path> files(Path folder) {
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
