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
    void manyThatCreateItAtOnceAgreeOnOneIncarnation() throws Exception {
        List<Callable<String>> nodes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CuratorFramework client = ZOOKEEPER.client();
            nodes.add(() -> ZnodeTree.create(client));
        }
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            List<String> incarnations = new ArrayList<>();
            for (Future<String> incarnation : threads.invokeAll(nodes)) {
                incarnations.add(incarnation.get());
            }
            assertThat(incarnations).hasSize(8).containsOnly(incarnations.get(0));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void itBeginsWithCycleOneAndCountNull() throws Exception {
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
    void whoComesLaterChangesNothing() throws Exception {
        CuratorFramework client = ZOOKEEPER.client();
        String incarnation = ZnodeTree.create(client);
        client.setData().forPath(Znodes.BARRIER, Znodes.encode(42));
        client.setData().forPath(Znodes.COUNTER, Znodes.encode(126));

        assertThat(ZnodeTree.create(ZOOKEEPER.client())).isEqualTo(incarnation);
        assertThat(number(client, Znodes.BARRIER)).isEqualTo(42);
        assertThat(number(client, Znodes.COUNTER)).isEqualTo(126);
    }

    /** A write that fails costs the servers as much as one that does not, and a new leader has none to spare. */
    @Test
    void whoComesLaterWritesNothing() throws Exception {
        CuratorFramework client = ZOOKEEPER.clientInTree();
        long before = zxidOfNew(client, "/before");
        ZnodeTree.create(client);

        assertThat(zxidOfNew(client, "/after") - before).as("transactions").isEqualTo(1);
    }

    @Test
    void whatSomebodyDeletedIsMadeAgain() throws Exception {
        CuratorFramework client = ZOOKEEPER.client();
        String incarnation = ZnodeTree.create(client);
        client.delete().forPath(Znodes.CONFIG);

        assertThat(ZnodeTree.create(client)).isEqualTo(incarnation);
        assertThat(client.checkExists().forPath(Znodes.CONFIG)).isNotNull();
    }

    /** Epochs and cycles only rise: one that began again would let an old leader write, or send a report under an old key. */
    @ParameterizedTest
    @ValueSource(strings = {Znodes.CLUSTER, Znodes.EPOCH, Znodes.BARRIER})
    void whatMustNotBeMadeUpIsNotMadeAgainAndThatIsSaid(String znode) throws Exception {
        CuratorFramework client = ZOOKEEPER.clientInTree();
        client.delete().deletingChildrenIfNeeded().forPath(znode);

        assertThatIllegalStateException()
                .isThrownBy(() -> ZnodeTree.create(client))
                .withMessageContaining(znode + " was removed and the rest was not")
                .withMessageContaining("remove all znodes of this cluster");
        assertThat(client.checkExists().forPath(znode)).isNull();
    }

    @Test
    void aNewTreeHasANewIncarnation() throws Exception {
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
