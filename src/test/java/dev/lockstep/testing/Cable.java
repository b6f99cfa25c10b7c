package dev.lockstep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** The network between one client and a server on this machine, which a test can unplug. */
public final class Cable implements AutoCloseable {

    private final int serverPort;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean plugged = true;
    private volatile boolean losingReplies;

    public Cable(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    public void unplug() {
        plugged = false;
        sockets.forEach(Cable::closeQuietly);
    }

    /** From here on what the server says is lost; what it is told still arrives, until {@link #unplug}. */
    public void loseReplies() {
        losingReplies = true;
    }

    public void plug() {
        losingReplies = false;
        plugged = true;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = open(door.accept());
                if (plugged) {
                    Socket server = open(new Socket(InetAddress.getLoopbackAddress(), serverPort));
                    threads.execute(() -> copy(client, server, () -> false));
                    threads.execute(() -> copy(server, client, () -> losingReplies));
                } else {
                    closeQuietly(client);
                }
            } catch (IOException e) {
                // The door or the server is closed: the client sees that.
            }
        }
    }

    private Socket open(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void copy(Socket from, Socket to, BooleanSupplier losing) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                if (!losing.getAsBoolean()) {
                    to.getOutputStream().write(buffer, 0, length);
                }
                length = from.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // Unplugged, or one side hung up.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        unplug();
        threads.shutdownNow();
    }
}
