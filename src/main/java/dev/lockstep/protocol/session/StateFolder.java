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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that only this user may read, locked by one live process at a time. The operating system releases the lock when the
 * process ends, in whatever way, so a process that acquires the lock knows that its predecessor is dead.
 *
 * <p>Files are written atomically. One thread opens and closes the folder; reading and writing are thread-safe.
 */
final class StateFolder implements AutoCloseable {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final String LOCK = "lock";

    private final Path folder;
    /** Only for its lock: an interrupt during input or output would close the channel, and so release the lock. */
    private final FileChannel lockFile;

    private StateFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder if it is missing, and acquires its lock.
     *
     * @return the folder; empty if a live process holds the lock
     * @throws IOException if the folder cannot be written or locked
     */
    static Optional<StateFolder> open(Path folder) throws IOException {
        Files.createDirectories(folder, permissions("rwx------"));
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lockFile = FileChannel.open(
                folder.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                permissions("rw-------"));
        if (tryLock(lockFile)) {
            return Optional.of(new StateFolder(folder, lockFile));
        }
        lockFile.close();
        return Optional.empty();
    }

    private static boolean tryLock(FileChannel lockFile) throws IOException {
        try {
            // Held until the channel is closed.
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another node in this process holds it
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    /**
     * Returns what a copy of the folder does not share with it: device and inode of its lock file, or, where the file system has no
     * such thing, the file's creation time.
     */
    String identity() throws IOException {
        BasicFileAttributes lock = Files.readAttributes(folder.resolve(LOCK), BasicFileAttributes.class);
        return lock.fileKey() == null
                ? lock.creationTime().toString()
                : lock.fileKey().toString();
    }

    /** Returns the content of a file; empty if the file does not exist. */
    Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces a file, with mode 0600, so that a crash at any moment leaves either the old content or the new one. */
    void write(String name, byte[] content) throws IOException {
        Path temporary = folder.resolve(name + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, permissions("rw-------"));
        Files.write(temporary, content);
        Files.move(
                temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
