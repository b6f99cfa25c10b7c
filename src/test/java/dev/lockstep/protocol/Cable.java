package dev.lockstep.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The network between one client and a server on this machine, which a test can unplug. */
public final class Cable implements AutoCloseable {

    private final int serverPort;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean plugged = true;

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

    public void plug() {
        plugged = true;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = open(door.accept());
                if (plugged) {
                    Socket server = open(new Socket(InetAddress.getLoopbackAddress(), serverPort));
                    threads.execute(() -> copy(client, server));
                    threads.execute(() -> copy(server, client));
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

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
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
