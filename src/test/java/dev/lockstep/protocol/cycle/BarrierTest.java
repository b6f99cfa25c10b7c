package dev.lockstep.protocol.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.testing.Cable;
import dev.lockstep.testing.Releases;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class BarrierTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    /** Opens cycles. */
    private CuratorFramework leader;

    /** The client of the node that waits. */
    private CuratorFramework client;

    private Barrier barrier;

    @BeforeEach
    void createTree() throws Exception {
        leader = ZOOKEEPER.clientInTree();
        client = ZOOKEEPER.client();
        barrier = new Barrier(client);
    }

    @Test
    void theWaitEndsWhenTheNextCycleOpens() throws Exception {
        Waiter<Long> waiter = passing(barrier);
        waiter.awaitWaiting();
        open(2);

        assertThat(waiter.result()).isEqualTo(2);
    }

    @Test
    void aNodeThatComesTooLateDoesNotWait() throws Exception {
        open(5);

        barrier.awaitRelease(1);
        assertThat(barrier.nextCycle()).isEqualTo(5);
    }

    @Test
    void theNextCycleIsFirstTheOneThatTheWaitEndedWithAndThenTheOpenOne() throws Exception {
        open(2);
        barrier.awaitRelease(1);
        open(3);

        assertThat(barrier.nextCycle()).isEqualTo(2);
        assertThat(barrier.nextCycle()).isEqualTo(3);
    }

    @Test
    void theTimeAtWhichACycleWasFirstSeenOpenIsKept() throws Exception {
        OpenCycle first = barrier.openCycle();
        assertThat(barrier.openCycle()).isSameAs(first);
        open(2);

        OpenCycle second = barrier.openCycle();
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.openedAt()).isAfterOrEqualTo(first.openedAt());
    }

    @Test
    void afterTheTimeoutTheCycleIsReturnedIfItIsStillOpen() throws Exception {
        assertThat(barrier.awaitRelease(1, Duration.ofMillis(50))).isEqualTo(1);
        open(2);
        assertThat(barrier.awaitRelease(1, Duration.ofMillis(50))).isEqualTo(2);
    }

    @Test
    void theWaitReturnsTheCycleOfANewTreeIfTheTreeIsRemoved() throws Exception {
        open(2);
        open(3);
        Waiter<Long> waiter = Waiter.start(() -> barrier.awaitRelease(3));
        waiter.awaitWaiting();
        for (String znode : client.getChildren().forPath("/")) {
            client.delete().deletingChildrenIfNeeded().forPath("/" + znode);
        }
        ZnodeTree.create(client);

        assertThat(waiter.result()).as("its mark was removed").isEqualTo(4);
        assertThat(barrier.nextCycle()).isEqualTo(4);
        assertThat(barrier.awaitRelease(4))
                .as("there is no cycle 4 to wait for")
                .isEqualTo(1);
        assertThat(barrier.nextCycle()).isEqualTo(1);
    }

    @Test
    void aWriteThatOpensNoCycleEndsNoWait() throws Exception {
        Waiter<Long> waiter = passing(barrier);
        waiter.awaitWaiting();
        leader.setData().forPath(Znodes.BARRIER, Znodes.encode(1));
        leader.create().forPath(Znodes.mark(42));
        leader.delete().forPath(Znodes.mark(42));
        client.sync().forPath(Znodes.BARRIER);

        assertThat(waiter.isDone()).isFalse();
        open(2);
        assertThat(waiter.result()).isEqualTo(2);
    }

    @Test
    void noReleaseIsMissedOrPassedTwiceHoweverFastTheyAre() throws Exception {
        int last = 300;
        List<Waiter<List<Long>>> nodes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            nodes.add(Waiter.start(passing(new Barrier(ZOOKEEPER.client()), last)));
        }
        // Each release follows the previous one at once, long before its watch event arrives, so waiters skip cycles.
        for (int cycle = 2; cycle <= last; cycle++) {
            open(cycle);
        }

        for (Waiter<List<Long>> node : nodes) {
            assertThat(node.result())
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .endsWith((long) last)
                    .isSubsetOf(LongStream.rangeClosed(2, last).boxed().toList());
        }
    }

    @Test
    void everyNodePassesEveryCycleWhenTheLeaderWaitsForThem() throws Exception {
        int last = 100;
        List<Waiter<List<Long>>> nodes = new ArrayList<>();
        List<Semaphore> arrived = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Barrier own = new Barrier(ZOOKEEPER.client());
            Semaphore here = new Semaphore(0);
            arrived.add(here);
            nodes.add(Waiter.start(() -> {
                List<Long> passed = new ArrayList<>();
                long open = own.nextCycle();
                while (open < last) {
                    here.release();
                    own.awaitRelease(open);
                    open = own.nextCycle();
                    passed.add(open);
                }
                return passed;
            }));
        }
        for (int cycle = 2; cycle <= last; cycle++) {
            for (Semaphore here : arrived) {
                assertThat(here.tryAcquire(10, TimeUnit.SECONDS))
                        .as("cycle %s", cycle)
                        .isTrue();
            }
            open(cycle);
        }

        for (Waiter<List<Long>> node : nodes) {
            assertThat(node.result())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, last).boxed().toList());
        }
    }

    @Test
    void aRemovedMarkIsCreatedAgainByTheNextLeader() throws Exception {
        leader.delete().forPath(Znodes.mark(1));
        Waiter<Long> waiter = passing(barrier);
        waiter.awaitWaiting();
        new BarrierRelease(leader).restoreMark(new Term("1", Journal.open("1", "")).begin(leader), 1);
        client.sync().forPath(Znodes.BARRIER);

        assertThat(waiter.isDone()).isFalse();
        open(2);
        assertThat(waiter.result()).isEqualTo(2);
    }

    @Test
    void aDeposedLeaderCreatesNoMark() throws Exception {
        Term old = new Term("1", Journal.open("1", "")).begin(leader);
        new Term("2", Journal.open("2", "")).begin(leader);
        leader.delete().forPath(Znodes.mark(1));

        assertThatThrownBy(() -> new BarrierRelease(leader).restoreMark(old, 1)).isInstanceOf(FencedException.class);
    }

    @Test
    void theWaitSurvivesTheEndOfTheSession() throws Exception {
        Waiter<Long> waiter = passing(barrier);
        waiter.awaitWaiting();
        ZOOKEEPER.endSession(client);

        assertThat(waiter.isDone()).isFalse();
        open(2);
        assertThat(waiter.result()).isEqualTo(2);
    }

    @Test
    void aReleaseWhileDisconnectedIsNotMissed() throws Exception {
        try (Cable cable = new Cable(ZOOKEEPER.port())) {
            Barrier remote = new Barrier(ZOOKEEPER.client(ZOOKEEPER.hosts(cable)));
            Waiter<Long> waiter = passing(remote);
            waiter.awaitWaiting();
            cable.unplug();
            open(2);
            assertThat(waiter.isDone()).isFalse();
            cable.plug();

            assertThat(waiter.result()).isEqualTo(2);
        }
    }

    @Test
    void theWaitSurvivesARestartOfTheServer() throws Exception {
        Waiter<Long> waiter = passing(barrier);
        waiter.awaitWaiting();
        ZOOKEEPER.restart();
        leader.blockUntilConnected();

        assertThat(waiter.isDone()).isFalse();
        open(2);
        assertThat(waiter.result()).isEqualTo(2);
    }

    @Test
    void anInterruptEndsTheWait() {
        Waiter<Long> waiter = passing(barrier);
        waiter.awaitWaiting();
        waiter.interrupt();

        assertThatThrownBy(waiter::result).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptEndsTheWaitAlsoWhileTheServerIsAway() throws Exception {
        ZOOKEEPER.stop();
        try {
            Waiter<Long> waiter = passing(barrier);
            waiter.awaitWaiting();
            waiter.interrupt();

            assertThatThrownBy(waiter::result).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            ZOOKEEPER.restart();
        }
    }

    /** Waits for the end of cycle 1 and returns the number of the cycle that is open then. */
    private static Waiter<Long> passing(Barrier barrier) {
        return Waiter.start(() -> barrier.awaitRelease(1));
    }

    private static Callable<List<Long>> passing(Barrier barrier, long last) {
        return () -> {
            List<Long> passed = new ArrayList<>();
            long open = barrier.nextCycle();
            while (open < last) {
                barrier.awaitRelease(open);
                open = barrier.nextCycle();
                passed.add(open);
            }
            return passed;
        };
    }

    private void open(long cycle) throws Exception {
        Releases.open(leader, cycle);
    }
}
