package dev.lockstep.protocol.session;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that only this user may look into, held by one living process at a time: the operating system frees the lock when
 * the process ends, in whatever way, so whoever gets it knows that its predecessor is dead.
 *
 * <p>The files are written whole or not at all. One thread opens and closes it; reading and writing are threadsafe.
 */
final class StateFolder implements AutoCloseable {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path folder;
    /** Only for its lock: an interrupt during input or output would close the channel, and with it free the lock. */
    private final FileChannel lockFile;

    private StateFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Makes what is missing and takes the lock.
     *
     * @return the folder; empty if a living process holds it
     * @throws IOException if it cannot be written or locked
     */
    static Optional<StateFolder> open(Path folder) throws IOException {
        Files.createDirectories(folder, permissions("rwx------"));
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lockFile = FileChannel.open(
                folder.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                permissions("rw-------"));
        if (isLocked(lockFile)) {
            return Optional.of(new StateFolder(folder, lockFile));
        }
        lockFile.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel lockFile) throws IOException {
        try {
            // Held for as long as the channel is open.
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another node in this very process has it
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    /** The content of a file; empty if there is none. */
    Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces a file, mode 0600, so that a crash at any moment leaves the old one or the new one. */
    void write(String name, byte[] content) throws IOException {
        Path draft = folder.resolve(name + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, permissions("rw-------"));
        Files.write(draft, content);
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] permissions(String mode) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
