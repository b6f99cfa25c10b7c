package dev.lockstep.protocol.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.delivery.DeliveryOutcome;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.testing.Leaders;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CycleLeaderTest {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private final Journal journal = Journal.open("1", "");
    private CuratorFramework client;
    private CycleLeader leader;

    @BeforeEach
    void beginTerm() throws Exception {
        client = ZOOKEEPER.client();
        leader = begin(client, "1");
    }

    @AfterEach
    void closeLeader() {
        leader.close();
    }

    @Test
    void theFirstTermInANewTreeStartsWithCycleOne() throws Exception {
        assertThat(leader.open().number()).isEqualTo(1);
        assertThat(leader.delivery().inherited()).isEmpty();
        assertThat(leader.term().isOver()).isFalse();
    }

    @Test
    void aDeliveredReportIsRemovedByTheRelease() throws Exception {
        close(1);
        leader.delivery().settled(1, DeliveryOutcome.DELIVERED, Map.of());
        assertThat(leader.delivery().text(1)).as("until the release").hasValue("report 1");
        leader.release(1, PERIOD);

        assertThat(leader.delivery().text(1)).isEmpty();
        assertThat(barrier()).isEqualTo(2);
        assertThat(leader.open().number()).isEqualTo(2);
        assertThat(client.getData().forPath(Znodes.mark(2)))
                .as("how long the new cycle is going to last, in ms")
                .asString()
                .isEqualTo("1000");
    }

    @Test
    void anUndeliveredReportStaysWhenTheCycleIsOver() throws Exception {
        close(1);
        leader.release(1, PERIOD);

        assertThat(leader.delivery().text(1)).hasValue("report 1");
        assertThat(barrier()).isEqualTo(2);
        leader.delivery().settled(1, DeliveryOutcome.DELIVERED, Map.of());
        assertThat(leader.delivery().text(1)).isEmpty();
    }

    @Test
    void aRefusedReportIsSetAsideWithTheRelease() throws Exception {
        close(1);
        leader.delivery().settled(1, DeliveryOutcome.REFUSED, Map.of());
        leader.release(1, PERIOD);

        assertThat(leader.delivery().text(1)).isEmpty();
        assertThat(client.getData().forPath(Znodes.refused(1))).asString().isEqualTo("report 1");
    }

    /** The nodes that would create them again wait for this very release. */
    @ParameterizedTest
    @ValueSource(strings = {Znodes.COUNTER, Znodes.REPORTS, Znodes.REFUSED, Znodes.DELIVERY})
    void aRemovedFolderIsCreatedAgainByTheWriteThatNeedsIt(String folder) throws Exception {
        client.delete().deletingChildrenIfNeeded().forPath(folder);
        close(1);
        leader.delivery().attemptFailed(1, "http://api", "503");
        leader.delivery().settled(1, DeliveryOutcome.REFUSED, Map.of());
        leader.release(1, PERIOD);

        assertThat(barrier()).isEqualTo(2);
        assertThat(client.checkExists().forPath(folder)).isNotNull();
        assertThat(client.getData().forPath(Znodes.refused(1))).asString().isEqualTo("report 1");
    }

    @Test
    void aNewLeaderContinuesWhereTheOldOneStopped() throws Exception {
        close(1);
        leader.release(1, PERIOD);
        close(2);
        try (CycleLeader next = begin(ZOOKEEPER.client(), "2")) {
            assertThat(next.term().epoch()).isEqualTo(leader.term().epoch() + 1);
            assertThat(next.open().number()).isEqualTo(2);
            assertThat(next.delivery().inherited()).containsExactly(1L, 2L);
            assertThat(next.delivery().text(2))
                    .as("the frozen report of the open cycle")
                    .hasValue("report 2");

            next.enqueue(1);
            next.enqueue(2);
            next.delivery().settled(2, DeliveryOutcome.DELIVERED, Map.of());
            assertThat(next.delivery().text(2)).as("until the release").isPresent();
            next.delivery().settled(1, DeliveryOutcome.DELIVERED, Map.of());
            assertThat(next.delivery().text(1)).as("its cycle was over before").isEmpty();
            next.release(2, PERIOD);
            assertThat(next.delivery().inherited()).isEmpty();
        }
    }

    @Test
    void theCycleIsOpenSinceTheNodeFirstSawItOpenAtItsBarrier() throws Exception {
        CuratorFramework own = ZOOKEEPER.client();
        Barrier barrier = new Barrier(own);
        OpenCycle seen = barrier.openCycle();
        try (CycleLeader next = Leaders.begin(own, barrier, "2")) {
            assertThat(next.open()).isSameAs(seen);
        }
    }

    @Test
    void aCountThatIsNoNumberIsIgnored() throws Exception {
        client.create().forPath(Znodes.count("1"), Znodes.encode(40));
        client.create().forPath(Znodes.count("2"), Znodes.encode("many"));
        try (CycleLeader next = begin(ZOOKEEPER.client(), "2")) {
            next.freeze(1, "report 1", List.of());
            next.release(1, PERIOD);
            assertThat(total()).isEqualTo(40);
        }
    }

    @Test
    void aDeposedLeaderCannotFreezeReleaseOrSettleAndItsTermIsOver() throws Exception {
        close(1);
        leader.release(1, PERIOD);
        try (CycleLeader next = begin(ZOOKEEPER.client(), "2")) {
            assertThat(leader.term().isOver()).as("it was not notified").isFalse();

            assertThatThrownBy(() -> leader.freeze(2, "late", List.of())).isInstanceOf(FencedException.class);
            assertThat(leader.term().isOver()).isTrue();
            assertThatThrownBy(() -> leader.release(2, PERIOD)).isInstanceOf(FencedException.class);
            assertThatThrownBy(() -> leader.delivery().settled(1, DeliveryOutcome.DELIVERED, Map.of()))
                    .isInstanceOf(FencedException.class);
            assertThat(barrier()).isEqualTo(2);
            assertThat(next.delivery().inherited()).containsExactly(1L);
        }
    }

    @Test
    void aRepeatedReleaseOpensNoFurtherCycle() throws Exception {
        close(1);
        leader.release(1, PERIOD);
        leader.release(1, PERIOD);

        assertThat(barrier()).isEqualTo(2);
    }

    @Test
    void theReleaseWritesTheTotalOfAllNodes() throws Exception {
        client.create().forPath(Znodes.count("1"), Znodes.encode(40));
        client.create().forPath(Znodes.count("2"), Znodes.encode(2));
        await().untilAsserted(() -> {
            long open = leader.open().number();
            close(open);
            leader.release(open, PERIOD);
            assertThat(total()).isEqualTo(42);
        });
    }

    @Test
    void aNewTermWritesTheWholeTotalWithItsFirstRelease() throws Exception {
        client.create().forPath(Znodes.count("1"), Znodes.encode(40));
        client.create().forPath(Znodes.count("2"), Znodes.encode(2));
        try (CycleLeader next = begin(ZOOKEEPER.client(), "2")) {
            next.freeze(1, "report 1", List.of());
            next.release(1, PERIOD);
            assertThat(total()).isEqualTo(42);
        }
    }

    @Test
    void aReportContainsTheClusterTheEpochAndTheLeader() throws Exception {
        Reading reading = new Reading("1", 1, 80, Instant.now());
        Report report = leader.report(
                new CycleSnapshot(leader.open(), Map.of("1", reading), Set.of("1"), 1, false), Statistic.MEAN);

        assertThat(report.cluster()).isEqualTo(ZnodeTree.create(client));
        assertThat(report.epoch()).isEqualTo(leader.term().epoch());
        assertThat(report.leader()).isEqualTo("1");
        assertThat(report.openedAt()).isEqualTo(leader.open().openedAt());
        assertThat(report.closedAt()).isBetween(report.openedAt(), Instant.now());
    }

    @Test
    void aFailureIsTakenOnce() {
        leader.fail();

        assertThat(leader.hasFailed()).isTrue();
        assertThat(leader.takeFailure()).isTrue();
        assertThat(leader.takeFailure()).isFalse();
    }

    @Test
    void aReleaseWaitsForTheServerAndOpensOneCycle() throws Exception {
        close(1);
        ZOOKEEPER.stop();
        Waiter<Void> release = Waiter.start(() -> {
            leader.release(1, PERIOD);
            return null;
        });
        release.awaitWaiting();
        ZOOKEEPER.restart();

        release.result();
        assertThat(barrier()).isEqualTo(2);
    }

    private CycleLeader begin(CuratorFramework own, String id) throws InterruptedException {
        return Leaders.begin(own, id);
    }

    private void close(long cycle) throws InterruptedException {
        leader.freeze(cycle, "report " + cycle, List.of("1"));
        leader.enqueue(cycle);
    }

    private long barrier() throws Exception {
        return Znodes.number(client.getData().forPath(Znodes.BARRIER));
    }

    private long total() throws Exception {
        return Znodes.number(client.getData().forPath(Znodes.COUNTER));
    }
}
