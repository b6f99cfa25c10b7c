package dev.lockstep.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.Epoch;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.testing.ZooKeeperServer;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportStoreTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private CuratorFramework client;
    private Epoch epoch;
    private ReportStore store;

    @BeforeEach
    void takeOffice() throws Exception {
        client = ZOOKEEPER.clientInTree();
        epoch = Epoch.raise(client, "1");
        store = new ReportStore(client);
    }

    @Test
    void aFrozenReportIsReadBackToTheLetter() throws Exception {
        store.freeze(epoch, 7, "{\"unit\":\"°C\"}");

        assertThat(store.text(7)).hasValue("{\"unit\":\"°C\"}");
        assertThat(store.text(8)).isEmpty();
    }

    @Test
    void aReportIsFrozenOnceForEver() throws Exception {
        store.freeze(epoch, 7, "first");

        assertThatThrownBy(() -> store.freeze(epoch, 7, "second")).isInstanceOf(IllegalStateException.class);
        assertThat(store.text(7)).hasValue("first");
    }

    @Test
    void freezingTheSameTextAgainIsARepetition() throws Exception {
        store.freeze(epoch, 7, "text");
        store.freeze(epoch, 7, "text");

        assertThat(store.text(7)).hasValue("text");
    }

    @Test
    void aDeposedLeaderNeitherFreezesNorSettles() throws Exception {
        store.freeze(epoch, 7, "text");
        Epoch.raise(client, "2");

        assertThatThrownBy(() -> store.freeze(epoch, 8, "late")).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> store.settle(epoch, 7, DeliveryOutcome.DELIVERED))
                .isInstanceOf(FencedException.class);
        assertThat(store.cycles()).containsExactly(7L);
    }

    @Test
    void cyclesAreListedByNumberNotByText() throws Exception {
        for (long cycle : new long[] {10, 9, 100}) {
            store.freeze(epoch, cycle, "text");
        }

        assertThat(store.cycles()).containsExactly(9L, 10L, 100L);
    }

    @Test
    void whatIsNoReportIsNotListed() throws Exception {
        client.create().forPath(Znodes.REPORTS + "/notes");
        store.freeze(epoch, 7, "text");

        assertThat(store.cycles()).containsExactly(7L);
    }

    @Test
    void aDeliveredReportIsRemovedAlsoWhenThatIsRepeated() throws Exception {
        store.freeze(epoch, 7, "text");
        store.settle(epoch, 7, DeliveryOutcome.DELIVERED);
        store.settle(epoch, 7, DeliveryOutcome.DELIVERED);

        assertThat(store.cycles()).isEmpty();
        assertThat(client.getChildren().forPath(Znodes.REFUSED)).isEmpty();
    }

    @Test
    void aRefusedReportIsSetAsideAlsoWhenThatIsRepeated() throws Exception {
        store.freeze(epoch, 7, "text");
        store.settle(epoch, 7, DeliveryOutcome.REFUSED);
        store.settle(epoch, 7, DeliveryOutcome.REFUSED);

        assertThat(store.cycles()).isEmpty();
        assertThat(client.getData().forPath(Znodes.refused(7))).asString().isEqualTo("text");
    }
}
