package dev.lockstep.protocol.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.Cable;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LiveNodesTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private final AtomicInteger changes = new AtomicInteger();
    private CuratorFramework node;
    private LiveNodes nodes;

    @BeforeEach
    void watch() throws Exception {
        node = ZOOKEEPER.clientInTree();
        nodes = new LiveNodes(ZOOKEEPER.client(), changes::incrementAndGet);
    }

    @AfterEach
    void stopWatching() {
        nodes.close();
    }

    @Test
    void itIsCompleteFromTheStart() throws Exception {
        claim("1");
        publish("2", 7, 80);
        try (LiveNodes later = new LiveNodes(ZOOKEEPER.client(), () -> {})) {
            later.awaitInitialized();

            assertThat(later.live()).containsExactly("1", "2");
            assertThat(later.readings()).containsOnlyKeys("2");
        }
    }

    @Test
    void aNodeIsAliveAsSoonAsItHoldsItsId() throws Exception {
        claim("1");

        await().untilAsserted(() -> assertThat(nodes.live()).containsExactly("1"));
        assertThat(nodes.readings()).isEmpty();
    }

    @Test
    void aNodeIsAliveUntilItsIdAndReadingAreRemoved() throws Exception {
        claim("1");
        publish("1", 7, 80);
        await().until(() -> nodes.readings().containsKey("1"));
        node.delete().forPath(Znodes.node("1"));
        publish("2", 7, 80);
        await().until(() -> nodes.live().contains("2"));
        assertThat(nodes.live()).containsExactly("1", "2");

        node.delete().forPath(Znodes.reading("1"));
        await().untilAsserted(() -> assertThat(nodes.live()).containsExactly("2"));
        assertThat(nodes.readings()).containsOnlyKeys("2");
    }

    @Test
    void itReturnsTheLastReadingAndNotifiesOfIt() throws Exception {
        publish("1", 7, 80);
        await().until(() -> nodes.readings().containsKey("1"));
        int before = changes.get();
        publish("1", 8, 81);

        await().untilAsserted(() -> assertThat(nodes.readings().get("1"))
                .extracting(Reading::cycle, Reading::value)
                .containsExactly(8L, 81.0));
        await().untilAsserted(() -> assertThat(changes).hasValueGreaterThan(before));
    }

    @Test
    void aReadingWithAnotherIdIsIgnored() throws Exception {
        write("1", Json.write(new Reading("2", 7, 80, Instant.now())));

        await().untilAsserted(
                        () -> assertThat(nodes.live()).as("the node is alive").containsExactly("1"));
        assertThat(nodes.readings()).isEmpty();
    }

    @Test
    void invalidReadingsAreIgnoredAndOthersAreNot() throws Exception {
        write("1", "80");
        write("2", "");
        write("3", "null");
        write("4", "{\"id\":\"4\",\"cycle\":7,\"value\":\"NaN\",\"takenAt\":\"2026-11-23T10:00:00.000000Z\"}");
        publish("5", 7, 80);

        await().untilAsserted(() -> assertThat(nodes.live()).containsExactly("1", "2", "3", "4", "5"));
        await().untilAsserted(() -> assertThat(nodes.readings()).containsOnlyKeys("5"));
    }

    /** It would never be removed, and every cycle would wait for it. */
    @Test
    void aPersistentZnodeBelongsToNoNode() throws Exception {
        node.create().forPath(Znodes.node("by-hand"), new byte[0]);
        node.create()
                .forPath(
                        Znodes.reading("by-hand"),
                        Znodes.encode(Json.write(new Reading("by-hand", 7, 80, Instant.now()))));
        publish("1", 7, 80);

        await().untilAsserted(() -> assertThat(nodes.readings()).containsOnlyKeys("1"));
        assertThat(nodes.live()).containsExactly("1");
    }

    @Test
    void aNodeWhoseSessionEndsIsNotAlive() throws Exception {
        CuratorFramework other = ZOOKEEPER.client();
        other.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node("1"), new byte[0]);
        await().until(() -> nodes.live().contains("1"));
        ZOOKEEPER.endSession(other);

        await().untilAsserted(() -> assertThat(nodes.live()).isEmpty());
    }

    @Test
    void itIsCompleteAgainAfterALostConnection() throws Exception {
        try (Cable cable = new Cable(ZOOKEEPER.port())) {
            CuratorFramework leader = ZOOKEEPER.client(ZOOKEEPER.hosts(cable));
            claim("1");
            try (LiveNodes remote = new LiveNodes(leader, () -> {})) {
                remote.awaitInitialized();
                ZooKeeperServer.awaitState(leader, ConnectionState.SUSPENDED, cable::unplug);
                node.delete().forPath(Znodes.node("1"));
                claim("2");
                publish("2", 8, 81);
                assertThat(remote.live()).as("the last known state").containsExactly("1");
                cable.plug();

                await().untilAsserted(() -> assertThat(remote.live()).containsExactly("2"));
                await().untilAsserted(() -> assertThat(remote.readings()).containsOnlyKeys("2"));
            }
        }
    }

    /** Such a reading has the same version as the previous one, so CuratorCache by itself sees no change. */
    @Test
    void theFirstReadingOfANodeThatWasRestartedWhileDisconnectedCounts() throws Exception {
        try (Cable cable = new Cable(ZOOKEEPER.port())) {
            CuratorFramework leader = ZOOKEEPER.client(ZOOKEEPER.hosts(cable));
            publish("1", 7, 80);
            try (LiveNodes remote = new LiveNodes(leader, changes::incrementAndGet)) {
                remote.awaitInitialized();
                await().until(() -> remote.readings().containsKey("1"));
                ZooKeeperServer.awaitState(leader, ConnectionState.SUSPENDED, cable::unplug);
                node.delete().forPath(Znodes.reading("1"));
                publish("1", 8, 81);
                int before = changes.get();
                cable.plug();

                await().untilAsserted(() ->
                        assertThat(remote.readings().get("1").cycle()).isEqualTo(8));
                await().untilAsserted(() -> assertThat(changes).hasValueGreaterThan(before));
            }
        }
    }

    private void claim(String id) throws Exception {
        node.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node(id), new byte[0]);
    }

    private void publish(String id, long cycle, double value) throws Exception {
        write(id, Json.write(new Reading(id, cycle, value, Instant.now())));
    }

    private void write(String id, String text) throws Exception {
        node.create().orSetData().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading(id), Znodes.encode(text));
    }
}
