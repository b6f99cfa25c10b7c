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
    void createTree() throws Exception {
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
    void aLiveNodeWithTheSameIdIsRecognisedByItsNextReading() throws Exception {
        publish(first, 7);
        new NodeClaim(first, "1").acquire(LONG);
        publish(first, 7);
        Waiter<Void> duplicate = acquiring(second);
        duplicate.awaitWaiting();
        publishUntil(duplicate);

        assertThatThrownBy(duplicate::result)
                .cause()
                .isInstanceOf(IdInUseException.class)
                .hasMessageContaining("the node id '1' is in use by process "
                        + ProcessHandle.current().pid())
                .hasMessageContaining("NODE_ID");
    }

    @Test
    void aNodeWithTheSameIdButNoReadingsIsRecognisedWhenItOutlivesTheTimeout() throws Exception {
        new NodeClaim(first, "1").acquire(LONG);

        assertThatThrownBy(() -> new NodeClaim(second, "1").acquire(Duration.ofMillis(100)))
                .isInstanceOf(IdInUseException.class);
    }

    @Test
    void aPredecessorsSessionIsWaitedForAndItsReadingRemoved() throws Exception {
        new NodeClaim(first, "1").acquire(LONG);
        // The reading belongs to another session, which may outlive the one that holds the id.
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
        NodeClaim claim = new NodeClaim(first, "1");
        claim.acquire(LONG);
        // What the node wrote in a session that has not expired yet on the server.
        byte[] written = first.getData().forPath(Znodes.node("1"));
        first.delete().forPath(Znodes.node("1"));
        second.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node("1"), written);

        claim.acquire(Duration.ZERO);
        assertThat(first.checkExists().forPath(Znodes.node("1")).getEphemeralOwner())
                .isEqualTo(session(first));
    }

    @Test
    void acquiringTwiceInOneSessionIsARepetition() throws Exception {
        NodeClaim claim = new NodeClaim(first, "1");
        claim.acquire(LONG);

        claim.acquire(Duration.ZERO);
    }

    @Test
    void aReleasedIdIsFreeAtOnce() throws Exception {
        NodeClaim claim = new NodeClaim(first, "1");
        claim.acquire(LONG);
        Waiter<Void> successor = acquiring(second);
        successor.awaitWaiting();
        claim.release();

        successor.result();
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        new NodeClaim(first, "1").acquire(LONG);
        Waiter<Void> duplicate = acquiring(second);
        duplicate.awaitWaiting();
        duplicate.interrupt();

        assertThatThrownBy(duplicate::result).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aMalformedIdIsRefused() {
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

    private void publishUntil(Waiter<Void> duplicate) throws Exception {
        for (long cycle = 8; !duplicate.isDone(); cycle++) {
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
