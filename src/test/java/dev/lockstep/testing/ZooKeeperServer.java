package dev.lockstep.testing;

import static org.awaitility.Awaitility.await;

import dev.lockstep.embedded.FreePorts;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.protocol.session.ZooKeeperClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A real ZooKeeper server, which all tests of a JVM share, a chroot of its own for each test, and clients that are closed after it.
 * A test that stops the server gets it started again; one that needs a server in another process uses {@code ZooKeeperProcesses}.
 */
public final class ZooKeeperServer implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    /** Long enough for no test to meet it by chance: a test that wants a session to end ends it. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    private static final int TICK_MILLIS = 500;

    /** Of ZooKeeper's source: {@code ZooKeeperServer.superSecret}. */
    private static final long PASSWORD_SECRET = 0xB3415C00L;

    private static final Namespace STORE = Namespace.create(ZooKeeperServer.class);
    private static final AtomicInteger TESTS = new AtomicInteger();

    /** The server of the JVM; closed with the store that it is in. */
    private record Shared(TestingServer server) implements AutoCloseable {

        static Shared start() {
            // Nobody reads the data after the end of the JVM.
            System.setProperty("zookeeper.forceSync", "no");
            try {
                int port = FreePorts.find(1).get(0);
                return new Shared(new TestingServer(
                        new InstanceSpec(null, port, -1, -1, true, -1, TICK_MILLIS, -1, Map.of()), true));
            } catch (Exception e) {
                throw new IllegalStateException("ZooKeeper cannot be started", e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private final List<CuratorFramework> clients = new ArrayList<>();
    private TestingServer server;
    private String chroot;
    private boolean stopped;

    @Override
    public void beforeAll(ExtensionContext context) {
        // A server in this very process answers at once.
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        server = context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(Shared.class, type -> Shared.start(), Shared.class)
                .server();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        chroot = "/test-" + TESTS.incrementAndGet();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        // All at once: the client of ZooKeeper sleeps for 100 ms when it is closed.
        clients.parallelStream().forEach(CuratorFramework::close);
        clients.clear();
        if (stopped) {
            restart();
        }
    }

    public int port() {
        return server.getPort();
    }

    /** The connect string of this test. */
    public String hosts() {
        return server.getConnectString() + chroot;
    }

    /** The connect string of this test through {@code cable}. */
    public String hosts(Cable cable) {
        return cable.address() + chroot;
    }

    /** A new client in a session of its own, as a node has it. */
    public CuratorFramework client() {
        return client(hosts());
    }

    public CuratorFramework client(String hosts) {
        CuratorFramework client = ZooKeeperClient.connect(hosts, SESSION_TIMEOUT);
        clients.add(client);
        return client;
    }

    /** A new client in a tree that is laid out. */
    public CuratorFramework clientInTree() throws InterruptedException {
        CuratorFramework client = client();
        ZnodeTree.create(client);
        return client;
    }

    public void stop() throws Exception {
        server.stop();
        stopped = true;
    }

    /** Starts the server again, on its port and with its data. */
    public void restart() throws Exception {
        server.restart();
        stopped = false;
    }

    /** Ends the session of {@code client} on the server, as its expiry would, and waits until the client has noticed. */
    public void endSession(CuratorFramework client) throws Exception {
        client.blockUntilConnected();
        long session = client.getZookeeperClient().getZooKeeper().getSessionId();
        endSession(session);
        await().until(() -> client.getZookeeperClient().isConnected()
                && client.getZookeeperClient().getZooKeeper().getSessionId() != session);
    }

    /** Ends a session on the server: whoever knows its password may, and the server makes that from the session's id. */
    public void endSession(long session) throws Exception {
        byte[] password = new byte[16];
        new Random(session ^ PASSWORD_SECRET).nextBytes(password);
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper twin = new ZooKeeper(
                server.getConnectString(),
                Math.toIntExact(SESSION_TIMEOUT.toMillis()),
                event -> connected.countDown(),
                session,
                password)) {
            connected.await(10, TimeUnit.SECONDS);
            if (twin.getSessionId() != session) {
                throw new IllegalStateException("0x" + Long.toHexString(session) + " is no session");
            }
        }
    }

    /** Cuts the connection of {@code client}, so that a reply that is under way is lost; the session stays. */
    public static void cutConnection(CuratorFramework client) throws Exception {
        client.getZookeeperClient().getZooKeeper().getTestable().closeSocket();
    }

    /** Waits until {@code client} says {@code state}, once {@code action} is done. */
    public static void awaitState(CuratorFramework client, ConnectionState state, Runnable action) {
        CountDownLatch seen = new CountDownLatch(1);
        client.getConnectionStateListenable().addListener((curator, now) -> {
            if (now == state) {
                seen.countDown();
            }
        });
        action.run();
        await().until(() -> seen.getCount() == 0);
    }
}
