package dev.lockstep.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.time.Instant;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class NodeClaimTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    /** The client of a node that holds the id 1 already. */
    private CuratorFramework first;

    private CuratorFramework second;

    @BeforeEach
    void layOut() throws Exception {
        first = ZOOKEEPER.clientInTree();
        second = ZOOKEEPER.client();
    }

    @Test
    void aFreeIdIsHeldByTheNodesOwnSession() throws Exception {
        new NodeClaim(first, "1").acquire(LONG);

        assertThat(first.checkExists().forPath(Znodes.node("1")).getEphemeralOwner())
                .isEqualTo(session(first));
        assertThat(Json.read(first.getData().forPath(Znodes.node("1")), IdHolder.class))
                .extracting(IdHolder::id, IdHolder::host, IdHolder::pid)
                .containsExactly(
                        "1", IdHolder.hostName(), ProcessHandle.current().pid());
    }

    @Test
    void aTwinThatIsAliveIsRefusedByItsNextReading() throws Exception {
        publish(first, 7);
        new NodeClaim(first, "1").acquire(LONG);
        publish(first, 7);
        Waiter<Void> twin = acquiring(second);
        twin.awaitWaiting();
        publishUntil(twin);

        assertThatThrownBy(twin::result)
                .cause()
                .isInstanceOf(IdInUseException.class)
                .hasMessageContaining("the node id '1' is in use by process "
                        + ProcessHandle.current().pid())
                .hasMessageContaining("NODE_ID");
    }

    @Test
    void aTwinWithoutReadingsIsRefusedWhenItOutlivesTheSessionTimeout() throws Exception {
        new NodeClaim(first, "1").acquire(LONG);

        assertThatThrownBy(() -> new NodeClaim(second, "1").acquire(Duration.ofMillis(100)))
                .isInstanceOf(IdInUseException.class);
    }

    @Test
    void aPredecessorIsWaitedOutAndItsReadingRemoved() throws Exception {
        new NodeClaim(first, "1").acquire(LONG);
        // The reading is of a session of its own, which may outlive the one that holds the id.
        publish(ZOOKEEPER.client(), 7);
        Waiter<Void> successor = acquiring(second);
        successor.awaitWaiting();
        assertThat(successor.isDone()).isFalse();
        ZOOKEEPER.endSession(first);

        successor.result();
        assertThat(second.checkExists().forPath(Znodes.node("1")).getEphemeralOwner())
                .isEqualTo(session(second));
        assertThat(second.checkExists().forPath(Znodes.reading("1"))).isNull();
    }

    @Test
    void itsOwnEarlierSessionIsReplacedAtOnce() throws Exception {
        NodeClaim id = new NodeClaim(first, "1");
        id.acquire(LONG);
        // What the node wrote in a session that is not yet dead on the server.
        byte[] claim = first.getData().forPath(Znodes.node("1"));
        first.delete().forPath(Znodes.node("1"));
        second.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node("1"), claim);

        id.acquire(Duration.ZERO);
        assertThat(first.checkExists().forPath(Znodes.node("1")).getEphemeralOwner())
                .isEqualTo(session(first));
    }

    @Test
    void acquiringTwiceInOneSessionIsARepetition() throws Exception {
        NodeClaim id = new NodeClaim(first, "1");
        id.acquire(LONG);

        id.acquire(Duration.ZERO);
    }

    @Test
    void aReleasedIdIsFreeAtOnce() throws Exception {
        NodeClaim id = new NodeClaim(first, "1");
        id.acquire(LONG);
        Waiter<Void> successor = acquiring(second);
        successor.awaitWaiting();
        id.release();

        successor.result();
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        new NodeClaim(first, "1").acquire(LONG);
        Waiter<Void> twin = acquiring(second);
        twin.awaitWaiting();
        twin.interrupt();

        assertThatThrownBy(twin::result).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aMalformedIdIsRefusedAtTheDoor() {
        for (String id : new String[] {"", "a/b", "a b", ".", "..", "ñ", "x".repeat(129)}) {
            assertThatThrownBy(() -> new NodeClaim(first, id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + id + "'")
                    .hasMessageContaining("allowed");
        }
    }

    private static Waiter<Void> acquiring(CuratorFramework client) {
        return Waiter.start(() -> {
            new NodeClaim(client, "1").acquire(LONG);
            return null;
        });
    }

    private void publishUntil(Waiter<Void> twin) throws Exception {
        for (long cycle = 8; !twin.isDone(); cycle++) {
            publish(first, cycle);
        }
    }

    private static void publish(CuratorFramework client, long cycle) throws Exception {
        byte[] reading = Znodes.encode(Json.write(new Reading("1", cycle, 80, Instant.now())));
        client.create().orSetData().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading("1"), reading);
    }

    private static long session(CuratorFramework client) throws Exception {
        return client.getZookeeperClient().getZooKeeper().getSessionId();
    }
}
