package dev.lockstep.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server as a child process on 127.0.0.1, with its data in a given folder. Every write is on disk before Redis
 * acknowledges it ({@code appendfsync always}), so no acknowledged write is lost in any crash.
 *
 * <p>The binary is unpacked into the data folder and deleted by {@link #close()}; only the data stays. One process at a time
 * may use a folder. A redis-server that outlived its killed owner is stopped by the next owner of the folder.
 *
 * <p>{@code close} may be called from any thread, and more than once.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final int port;
    private final RedisServer server;
    private final Path binary;
    private final RedisFolder folder;

    private EmbeddedRedis(int port, RedisServer server, Path binary, RedisFolder folder) {
        this.port = port;
        this.server = server;
        this.binary = binary;
        this.folder = folder;
    }

    /** Starts a server on a free port, as {@link #start(Path, int)} does. */
    public static EmbeddedRedis start(Path data) {
        return start(data, freePort());
    }

    /**
     * Starts a server and waits until it has loaded its data and accepts connections.
     *
     * @param data the folder for the data; created if it does not exist
     * @param port the port on 127.0.0.1
     * @throws UncheckedIOException if the folder cannot be used or Redis does not start; the message has the reason
     */
    public static EmbeddedRedis start(Path data, int port) {
        try {
            RedisFolder folder = RedisFolder.open(data.toAbsolutePath());
            try {
                Path binary = ExecutableProvider.newJarResourceProvider(
                                folder.path().toFile())
                        .get()
                        .toPath();
                RedisServer server = new RedisServer(port, command(binary, port, folder), false);
                server.start();
                return new EmbeddedRedis(port, server, binary, folder);
            } catch (IOException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new UncheckedIOException("the embedded Redis cannot start in " + data + ": " + reason, e);
        }
    }

    public int port() {
        return port;
    }

    /** Returns the URL for clients: {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://" + HOST + ":" + port;
    }

    /**
     * Stops the server, waits until it has stopped, and deletes everything except its data.
     *
     * @throws UncheckedIOException if that fails
     */
    @Override
    public synchronized void close() {
        try (folder) {
            server.stop();
            Files.deleteIfExists(binary);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Redis did not stop cleanly", e);
        }
    }

    private static List<String> command(Path binary, int port, RedisFolder folder) {
        return List.of(
                binary.toString(),
                "--bind",
                HOST,
                "--port",
                Integer.toString(port),
                "--dir",
                folder.path().toString(),
                "--pidfile",
                folder.pidFile().toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                // The append-only file is complete; additional snapshots would only cost time.
                "--save",
                "");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free for the embedded Redis", e);
        }
    }
}
