package dev.lockstep.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.protocol.leader.Term;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class OutboxTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private ReportStore store;
    private Term term;
    private Outbox outbox;

    /** The outcome that each release was called with. */
    private final List<Optional<DeliveryOutcome>> releases = new ArrayList<>();

    @BeforeEach
    void freezeTwoReports() throws Exception {
        CuratorFramework client = ZOOKEEPER.clientInTree();
        term = new Term("1", Journal.open("1", "")).begin(client);
        store = new ReportStore(client);
        store.freeze(term, 1, "one");
        store.freeze(term, 2, "two");
        outbox = new Outbox(term, store);
    }

    @Test
    void aReportThatIsDeliveredBeforeTheReleaseIsRemovedByTheRelease() throws Exception {
        outbox.enqueue(1, false);
        outbox.settled(1, DeliveryOutcome.DELIVERED);
        assertThat(store.text(1)).as("or a new leader would compute another").hasValue("one");

        outbox.release(1, releases::add);
        assertThat(releases).containsExactly(Optional.of(DeliveryOutcome.DELIVERED));
    }

    @Test
    void aReportThatIsDeliveredAfterTheReleaseIsRemovedByTheDelivery() throws Exception {
        outbox.enqueue(1, false);
        outbox.release(1, releases::add);
        assertThat(releases).containsExactly(Optional.empty());
        assertThat(outbox.kept()).isEqualTo(1);

        outbox.settled(1, DeliveryOutcome.DELIVERED);
        assertThat(store.cycles()).containsExactly(2L);
        assertThat(outbox.kept()).isZero();
    }

    @Test
    void aReportOfAClosedCycleIsRemovedByTheDelivery() throws Exception {
        outbox.enqueue(1, true);
        assertThat(outbox.kept()).isEqualTo(1);
        outbox.settled(1, DeliveryOutcome.DELIVERED);

        assertThat(store.cycles()).containsExactly(2L);
    }

    @Test
    void anUnknownReportIsNotTouched() throws Exception {
        outbox.settled(1, DeliveryOutcome.DELIVERED);
        outbox.attemptFailed(1);
        outbox.release(1, releases::add);

        assertThat(store.cycles()).containsExactly(1L, 2L);
        assertThat(releases).containsExactly(Optional.empty());
    }

    @Test
    void theWaitEndsWithTheDelivery() throws Exception {
        outbox.enqueue(1, false);
        Waiter<Void> leader = awaiting(1);
        leader.awaitWaiting();
        outbox.settled(1, DeliveryOutcome.DELIVERED);

        leader.result();
    }

    @Test
    void theWaitEndsWithAFailedAttempt() throws Exception {
        outbox.enqueue(1, false);
        Waiter<Void> leader = awaiting(1);
        leader.awaitWaiting();
        outbox.attemptFailed(1);

        leader.result();
    }

    @Test
    void afterAFailedAttemptThereIsNoWait() throws Exception {
        outbox.enqueue(1, false);
        outbox.attemptFailed(1);

        awaiting(1).result();
    }

    @Test
    void theWaitEndsAtTheTimeout() throws Exception {
        outbox.enqueue(1, false);
        long begin = System.nanoTime();
        outbox.awaitSettled(1, Duration.ofMillis(100));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(100), LONG);
    }

    @Test
    void thereIsNoWaitBehindAnOlderReport() throws Exception {
        outbox.enqueue(1, true);
        outbox.enqueue(2, false);

        awaiting(2).result();
    }

    @Test
    void aDeposedLeaderCannotRemoveAReport() throws Exception {
        outbox.enqueue(1, true);
        new Term("2", Journal.open("2", "")).begin(ZOOKEEPER.client());

        assertThatThrownBy(() -> outbox.settled(1, DeliveryOutcome.DELIVERED)).isInstanceOf(FencedException.class);
        assertThat(store.text(1)).hasValue("one");
    }

    @Test
    void aReleaseThatFailsLeavesTheReportForTheNextOne() throws Exception {
        outbox.enqueue(1, false);
        outbox.settled(1, DeliveryOutcome.DELIVERED);
        assertThatThrownBy(() -> outbox.release(1, outcome -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        outbox.release(1, releases::add);
        assertThat(releases).containsExactly(Optional.of(DeliveryOutcome.DELIVERED));
    }

    private Waiter<Void> awaiting(long cycle) {
        return Waiter.start(() -> {
            outbox.awaitSettled(cycle, LONG);
            return null;
        });
    }
}
