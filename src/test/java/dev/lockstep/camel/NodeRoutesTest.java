package dev.lockstep.camel;

import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.testing.ZooKeeperServer;
import dev.lockstep.testing.api.FakeApi;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes of node 1 between a real ZooKeeper and a real API; the test plays the other nodes. */
public abstract class NodeRoutesTest extends RoutesTest {

    @RegisterExtension
    protected static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    protected FakeApi api;

    /** The client of the other nodes. */
    protected CuratorFramework client;

    protected String cluster;

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", "1");
        settings.put("node.state", "");
        settings.put("zookeeper.hosts", ZOOKEEPER.hosts());
        settings.put("zookeeper.session.timeout", "10s");
        settings.put("sampling.period", "1ms");
        settings.put("api.url", api.address());
        // No slow machine makes a cycle go on without its report; a test for that answers with a failure.
        settings.put("delivery.deadline", "20s");
        settings.put("delivery.first-pause", "20");
        settings.put("delivery.last-pause", "50");
        return settings;
    }

    /** Before Camel's context is made. */
    @Override
    protected void setupResources() throws Exception {
        api = FakeApi.start();
        client = ZOOKEEPER.client();
        cluster = ZnodeTree.create(client);
    }

    @Override
    protected void cleanupResources() {
        api.close();
    }

    /** A node holds its id from now on. */
    protected final void claim(String id) throws Exception {
        client.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node(id), new byte[0]);
    }

    /** A node has measured. */
    protected final void publish(String id, long cycle, double value) throws Exception {
        publish(new Reading(id, cycle, value, Instant.now()));
    }

    protected final void publish(Reading reading) throws Exception {
        byte[] data = Znodes.encode(Json.write(reading));
        client.create().orSetData().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading(reading.id()), data);
    }

    protected final void configure(String key, String value) throws Exception {
        client.create().orSetData().forPath(Znodes.config(key), Znodes.encode(value));
    }

    protected final long openCycle() throws Exception {
        return Znodes.number(client.getData().forPath(Znodes.BARRIER));
    }

    protected final void awaitOpen(long cycle) {
        await().until(() -> openCycle() == cycle);
    }

    /** The frozen text of a cycle; null if there is none. */
    protected final String frozen(long cycle) throws Exception {
        try {
            return Znodes.text(client.getData().forPath(Znodes.report(cycle)));
        } catch (KeeperException.NoNodeException e) {
            return null;
        }
    }
}
