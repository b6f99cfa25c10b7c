package dev.lockstep.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The data folder of one redis-server. One process at a time has it locked: two servers that append to the same file would
 * destroy it.
 *
 * @param path the folder
 * @param lock the open file whose lock is held until it is closed
 */
record RedisFolder(Path path, FileChannel lock) implements Closeable {

    private static final long ORPHAN_STOP_SECONDS = 10;

    /**
     * Creates the folder if it does not exist, locks it, and stops the server that a killed owner left running in it.
     *
     * @throws IOException if another process has locked the folder, or the folder cannot be used
     */
    static RedisFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel lock =
                FileChannel.open(path.resolve("redis.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        RedisFolder folder = new RedisFolder(path, lock);
        try {
            folder.acquireLock();
            folder.stopOrphan();
            return folder;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Returns the file to which the server writes its process id. */
    Path pidFile() {
        return path.resolve("redis.pid");
    }

    /** Unlocks the folder; the server must have stopped. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Files.deleteIfExists(pidFile());
        }
    }

    private void acquireLock() throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // This process itself has the lock, which Java reports differently.
        }
        throw new IOException("another Redis is using this folder");
    }

    private void stopOrphan() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        String pid = Files.readString(pidFile()).strip();
        ProcessHandle orphan = ProcessHandle.of(pid.isEmpty() ? -1 : Long.parseLong(pid))
                // The id may have been reused by any other process.
                .filter(process -> process.info().command().orElse("").contains("redis-server"))
                .orElse(null);
        if (orphan == null || !orphan.destroy()) {
            return;
        }
        try {
            orphan.onExit().get(ORPHAN_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping a redis-server of an earlier run", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a redis-server of an earlier run does not stop (process " + pid + ")", e);
        }
    }
}
