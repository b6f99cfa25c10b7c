package dev.lockstep.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.testing.ZooKeeperServer;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportStoreTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private CuratorFramework client;
    private Term term;
    private ReportStore store;

    @BeforeEach
    void beginTerm() throws Exception {
        client = ZOOKEEPER.clientInTree();
        term = new Term("1", Journal.open("1", "")).begin(client);
        store = new ReportStore(client);
    }

    @Test
    void aFrozenReportIsReadBackUnchanged() throws Exception {
        store.freeze(term, 7, "{\"unit\":\"°C\"}");

        assertThat(store.text(7)).hasValue("{\"unit\":\"°C\"}");
        assertThat(store.text(8)).isEmpty();
    }

    @Test
    void aReportIsFrozenOnlyOnce() throws Exception {
        store.freeze(term, 7, "first");

        assertThatThrownBy(() -> store.freeze(term, 7, "second")).isInstanceOf(IllegalStateException.class);
        assertThat(store.text(7)).hasValue("first");
    }

    @Test
    void freezingTheSameTextAgainChangesNothing() throws Exception {
        store.freeze(term, 7, "text");
        store.freeze(term, 7, "text");

        assertThat(store.text(7)).hasValue("text");
    }

    @Test
    void aDeposedLeaderNeitherFreezesNorSettles() throws Exception {
        store.freeze(term, 7, "text");
        new Term("2", Journal.open("2", "")).begin(client);

        assertThatThrownBy(() -> store.freeze(term, 8, "late")).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> store.settle(term, 7, DeliveryOutcome.DELIVERED))
                .isInstanceOf(FencedException.class);
        assertThat(store.cycles()).containsExactly(7L);
    }

    @Test
    void cyclesAreListedByNumberNotByText() throws Exception {
        for (long cycle : new long[] {10, 9, 100}) {
            store.freeze(term, cycle, "text");
        }

        assertThat(store.cycles()).containsExactly(9L, 10L, 100L);
    }

    @Test
    void aChildThatIsNoReportIsNotListed() throws Exception {
        client.create().forPath(Znodes.REPORTS + "/notes");
        store.freeze(term, 7, "text");

        assertThat(store.cycles()).containsExactly(7L);
    }

    @Test
    void aDeliveredReportIsRemovedAlsoIfSettledTwice() throws Exception {
        store.freeze(term, 7, "text");
        store.settle(term, 7, DeliveryOutcome.DELIVERED);
        store.settle(term, 7, DeliveryOutcome.DELIVERED);

        assertThat(store.cycles()).isEmpty();
        assertThat(client.getChildren().forPath(Znodes.REFUSED)).isEmpty();
    }

    @Test
    void aRefusedReportIsSetAsideAlsoIfSettledTwice() throws Exception {
        store.freeze(term, 7, "text");
        store.settle(term, 7, DeliveryOutcome.REFUSED);
        store.settle(term, 7, DeliveryOutcome.REFUSED);

        assertThat(store.cycles()).isEmpty();
        assertThat(client.getData().forPath(Znodes.refused(7))).asString().isEqualTo("text");
    }
}
