package dev.lockstep.protocol.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class CounterTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private CuratorFramework client;

    @BeforeEach
    void createTree() throws Exception {
        client = ZOOKEEPER.clientInTree();
    }

    @Test
    void aRemovedCountIsCreatedAgain() throws Exception {
        Counter counter = new Counter(client, "1");
        add(counter, 2);
        counter.flush(TIMEOUT);
        client.delete().deletingChildrenIfNeeded().forPath(Znodes.COUNTER);
        add(counter, 1);

        assertThat(counter.flush(TIMEOUT)).isTrue();
        assertThat(count("1")).isEqualTo(3);
    }

    @Test
    void aFolderThatWasRemovedBeforeTheFirstCountIsCreatedAgain() throws Exception {
        client.delete().forPath(Znodes.COUNTER);
        Counter counter = new Counter(client, "1");
        add(counter, 1);

        assertThat(counter.flush(TIMEOUT)).isTrue();
        assertThat(count("1")).isEqualTo(1);
    }

    @Test
    void everyAdditionIsWritten() throws Exception {
        Counter counter = new Counter(client, "1");
        add(counter, 1_000);

        assertThat(counter.flush(TIMEOUT)).isTrue();
        assertThat(count("1")).isEqualTo(1_000);
    }

    @Test
    void aRestartedNodeContinuesToCount() throws Exception {
        Counter first = new Counter(client, "1");
        add(first, 3);
        first.flush(TIMEOUT);
        Counter second = new Counter(ZOOKEEPER.client(), "1");
        add(second, 2);
        second.flush(TIMEOUT);

        assertThat(count("1")).isEqualTo(5);
    }

    @Test
    void eachNodeCountsForItself() throws Exception {
        for (String id : new String[] {"1", "2"}) {
            Counter counter = new Counter(client, id);
            add(counter, 2);
            counter.flush(TIMEOUT);
        }

        assertThat(count("1")).isEqualTo(2);
        assertThat(count("2")).isEqualTo(2);
    }

    @Test
    void itIsExactAlthoughRepliesAreLost() throws Exception {
        Counter counter = new Counter(client, "1");
        for (int i = 0; i < 3; i++) {
            add(counter, 100);
            ZooKeeperServer.cutConnection(client);
            add(counter, 100);
            assertThat(counter.flush(TIMEOUT)).isTrue();
        }

        assertThat(count("1")).isEqualTo(600);
    }

    @Test
    void additionsWhileTheServerIsUnavailableAreWrittenOnceItIsBack() throws Exception {
        Counter counter = new Counter(client, "1");
        add(counter, 1);
        counter.flush(TIMEOUT);
        ZOOKEEPER.stop();
        add(counter, 5);
        assertThat(counter.flush(Duration.ofMillis(50))).isFalse();
        ZOOKEEPER.restart();

        assertThat(counter.flush(TIMEOUT)).isTrue();
        assertThat(count("1")).isEqualTo(6);
    }

    @Test
    void itContinuesInANewSession() throws Exception {
        Counter counter = new Counter(client, "1");
        add(counter, 1);
        ZOOKEEPER.endSession(client);
        add(counter, 1);

        assertThat(counter.flush(TIMEOUT)).isTrue();
        assertThat(count("1")).isEqualTo(2);
    }

    private static void add(Counter counter, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            counter.add();
        }
    }

    private long count(String id) throws Exception {
        return Znodes.number(client.getData().forPath(Znodes.count(id)));
    }
}
