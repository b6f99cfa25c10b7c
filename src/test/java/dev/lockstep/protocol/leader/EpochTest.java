package dev.lockstep.protocol.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EpochTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private CuratorFramework client;

    @BeforeEach
    void createTree() throws Exception {
        client = ZOOKEEPER.clientInTree();
    }

    @Test
    void eachEpochIsHigherAndContainsTheIdOfItsLeader() throws Exception {
        Epoch first = Epoch.raise(client, "1");
        Epoch second = Epoch.raise(ZOOKEEPER.client(), "2");

        assertThat(first.number()).isPositive();
        assertThat(second.number()).isEqualTo(first.number() + 1);
        assertThat(client.getData().forPath(Znodes.EPOCH)).asString().isEqualTo("2");
    }

    @Test
    void theCurrentLeaderCommitsAllOfItsChanges() throws Exception {
        Epoch epoch = Epoch.raise(client, "1");
        epoch.commit("test", () -> false, List.of(create("/a"), create("/b")));

        assertThat(client.getChildren().forPath("/")).contains("a", "b");
    }

    @Test
    void aDeposedLeaderChangesNothing() throws Exception {
        Epoch old = Epoch.raise(client, "1");
        Epoch.raise(ZOOKEEPER.client(), "2");

        assertThatThrownBy(() -> old.commit("test", () -> true, List.of(create("/a"))))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("epoch " + old.number());
        assertThat(client.checkExists().forPath("/a")).isNull();
    }

    @Test
    void aRetriedTransactionThatAlreadySucceededCountsAsDone() throws Exception {
        Epoch epoch = Epoch.raise(client, "1");
        epoch.commit("test", () -> false, List.of(create("/a")));

        epoch.commit("test", () -> client.checkExists().forPath("/a") != null, List.of(create("/a")));
    }

    @Test
    void aRefusedTransactionIsAnErrorAndChangesNothing() throws Exception {
        Epoch epoch = Epoch.raise(client, "1");
        client.create().forPath("/a");

        assertThatThrownBy(() -> epoch.commit("making b", () -> false, List.of(create("/b"), create("/a"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("making b was refused");
        assertThat(client.checkExists().forPath("/b")).isNull();
    }

    @Test
    void aCommitWaitsUntilTheServerIsBack() throws Exception {
        Epoch epoch = Epoch.raise(client, "1");
        ZOOKEEPER.stop();
        Waiter<Void> commit = Waiter.start(() -> {
            epoch.commit("test", () -> client.checkExists().forPath("/a") != null, List.of(create("/a")));
            return null;
        });
        commit.awaitWaiting();
        ZOOKEEPER.restart();

        commit.result();
        assertThat(client.checkExists().forPath("/a")).isNotNull();
    }

    private CuratorOp create(String path) throws Exception {
        return client.transactionOp().create().forPath(path);
    }
}
