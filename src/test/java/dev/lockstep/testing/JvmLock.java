package dev.lockstep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A lock that only one of the JVMs of the tests can hold; it ends with the JVM at the latest. */
public final class JvmLock implements AutoCloseable {

    private final FileChannel channel;

    private JvmLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; waits while another JVM has it. */
    public static JvmLock take(Path file) {
        try {
            FileChannel channel = open(file);
            channel.lock();
            return new JvmLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be locked", e);
        }
    }

    /** Takes the lock unless another JVM has it. */
    public static Optional<JvmLock> tryTake(Path file) {
        try {
            FileChannel channel = open(file);
            if (channel.tryLock() != null) {
                return Optional.of(new JvmLock(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be locked", e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
