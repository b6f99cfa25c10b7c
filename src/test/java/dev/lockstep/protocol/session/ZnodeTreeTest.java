package dev.lockstep.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.ZooKeeperServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZnodeTreeTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    @Test
    void manyThatCreateItAtOnceAgreeOnOneClusterId() throws Exception {
        List<Callable<String>> nodes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CuratorFramework client = ZOOKEEPER.client();
            nodes.add(() -> ZnodeTree.create(client));
        }
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            List<String> ids = new ArrayList<>();
            for (Future<String> id : threads.invokeAll(nodes)) {
                ids.add(id.get());
            }
            assertThat(ids).hasSize(8).containsOnly(ids.get(0));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void itStartsWithCycleOneAndCountZero() throws Exception {
        CuratorFramework client = ZOOKEEPER.clientInTree();

        assertThat(number(client, Znodes.BARRIER)).isEqualTo(1);
        assertThat(number(client, Znodes.COUNTER)).isZero();
        assertThat(client.getChildren().forPath("/"))
                .containsExactlyInAnyOrder(
                        "cluster",
                        "epoch",
                        "barrier",
                        "counter",
                        "nodes",
                        "mediciones",
                        "reports",
                        "delivery",
                        "refused",
                        "config");
    }

    @Test
    void aNodeThatComesLaterChangesNothing() throws Exception {
        CuratorFramework client = ZOOKEEPER.client();
        String id = ZnodeTree.create(client);
        client.setData().forPath(Znodes.BARRIER, Znodes.encode(42));
        client.setData().forPath(Znodes.COUNTER, Znodes.encode(126));

        assertThat(ZnodeTree.create(ZOOKEEPER.client())).isEqualTo(id);
        assertThat(number(client, Znodes.BARRIER)).isEqualTo(42);
        assertThat(number(client, Znodes.COUNTER)).isEqualTo(126);
    }

    /** A write that fails costs the servers as much as one that succeeds, and a new leader would make many. */
    @Test
    void aNodeThatComesLaterWritesNothing() throws Exception {
        CuratorFramework client = ZOOKEEPER.clientInTree();
        long before = zxidOfNew(client, "/before");
        ZnodeTree.create(client);

        assertThat(zxidOfNew(client, "/after") - before).as("transactions").isEqualTo(1);
    }

    @Test
    void aDeletedFolderIsCreatedAgain() throws Exception {
        CuratorFramework client = ZOOKEEPER.client();
        String id = ZnodeTree.create(client);
        client.delete().forPath(Znodes.CONFIG);

        assertThat(ZnodeTree.create(client)).isEqualTo(id);
        assertThat(client.checkExists().forPath(Znodes.CONFIG)).isNotNull();
    }

    /** Epochs and cycles only rise: if one restarted, an old leader could write, or a report be sent under an old key. */
    @ParameterizedTest
    @ValueSource(strings = {Znodes.CLUSTER, Znodes.EPOCH, Znodes.BARRIER})
    void aCoreZnodeIsNotCreatedAgainAndTheErrorStatesThat(String znode) throws Exception {
        CuratorFramework client = ZOOKEEPER.clientInTree();
        client.delete().deletingChildrenIfNeeded().forPath(znode);

        assertThatIllegalStateException()
                .isThrownBy(() -> ZnodeTree.create(client))
                .withMessageContaining(znode + " was removed and the rest was not")
                .withMessageContaining("remove all znodes of this cluster");
        assertThat(client.checkExists().forPath(znode)).isNull();
    }

    @Test
    void aNewTreeHasANewClusterId() throws Exception {
        CuratorFramework client = ZOOKEEPER.client();
        String first = ZnodeTree.create(client);
        for (String znode : client.getChildren().forPath("/")) {
            client.delete().deletingChildrenIfNeeded().forPath("/" + znode);
        }

        assertThat(ZnodeTree.create(client)).isNotEqualTo(first);
        assertThat(number(client, Znodes.BARRIER)).isEqualTo(1);
    }

    private static long zxidOfNew(CuratorFramework client, String path) throws Exception {
        Stat stat = new Stat();
        client.create().storingStatIn(stat).forPath(path);
        return stat.getCzxid();
    }

    private static long number(CuratorFramework client, String path) throws Exception {
        return Znodes.number(client.getData().forPath(path));
    }
}
