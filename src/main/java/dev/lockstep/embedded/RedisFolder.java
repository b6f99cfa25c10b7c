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
 * The data folder of one redis-server, held by one process at a time: two servers would destroy the file that they both
 * append to.
 *
 * @param path the folder
 * @param lock holds the folder until it is closed
 */
record RedisFolder(Path path, FileChannel lock) implements Closeable {

    private static final long ORPHAN_END_SECONDS = 10;

    /**
     * Makes the folder when it is missing, locks it, and ends the server that a killed owner left in it.
     *
     * @throws IOException if another process holds the folder, or it cannot be used
     */
    static RedisFolder claim(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel lock =
                FileChannel.open(path.resolve("redis.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        RedisFolder folder = new RedisFolder(path, lock);
        try {
            folder.lockNow();
            folder.endOrphan();
            return folder;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Where the server writes its process id. */
    Path pidFile() {
        return path.resolve("redis.pid");
    }

    /** Gives the folder up; the server must be gone. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Files.deleteIfExists(pidFile());
        }
    }

    private void lockNow() throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process, which Java reports in another way.
        }
        throw new IOException("another Redis is using this folder");
    }

    private void endOrphan() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        String pid = Files.readString(pidFile()).strip();
        ProcessHandle orphan = ProcessHandle.of(pid.isEmpty() ? -1 : Long.parseLong(pid))
                // By now the number may belong to any other process.
                .filter(process -> process.info().command().orElse("").contains("redis-server"))
                .orElse(null);
        if (orphan == null || !orphan.destroy()) {
            return;
        }
        try {
            orphan.onExit().get(ORPHAN_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a redis-server of an earlier run ends", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a redis-server of an earlier run does not end (process " + pid + ")", e);
        }
    }
}
