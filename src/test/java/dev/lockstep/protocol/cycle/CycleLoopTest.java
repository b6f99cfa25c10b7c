package dev.lockstep.protocol.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CycleLoopTest {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofMinutes(10);

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private final Journal journal = Journal.open("1", "");
    private final Told told = new Told();
    private volatile Duration cycleTimeout = LONG;
    private volatile int minNodes = 1;

    /** The client of the nodes. */
    private CuratorFramework nodes;

    private CycleLeader term;
    private CycleLoop feed;
    private Waiter<Void> run;

    @BeforeEach
    void takeOffice() throws Exception {
        nodes = ZOOKEEPER.clientInTree();
        term = begin("1");
    }

    @AfterEach
    void leaveOffice() throws Exception {
        if (run != null) {
            run.interrupt();
            assertThatThrownBy(run::result).hasCauseInstanceOf(InterruptedException.class);
            feed.close();
        }
        term.close();
    }

    @Test
    void whoIsThereWhenTheTermBeginsHasNotJoined() throws Exception {
        claim("1");
        claim("2");
        start();
        await().until(() -> !told.events.isEmpty());
        claim("3");

        await().untilAsserted(() -> assertThat(told.events).contains("joined 3"));
        assertThat(told.events).startsWith("present [1, 2]").doesNotContain("joined 1", "joined 2");
    }

    @Test
    void whoLeavesIsTold() throws Exception {
        claim("1");
        claim("2");
        start();
        await().until(() -> !told.events.isEmpty());
        nodes.delete().forPath(Znodes.node("2"));

        await().untilAsserted(() -> assertThat(told.events).contains("left 2"));
        await().untilAsserted(() -> assertThat(told.window.live()).containsExactly("1"));
    }

    @Test
    void eachReadingOfTheOpenCycleIsToldOnce() throws Exception {
        start();
        publish("1", 1, 80);
        await().untilAsserted(() -> assertThat(told.readings).containsExactly("1=80.0"));
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(told.readings).containsExactly("1=80.0", "2=82.0"));
        assertThat(told.window.isComplete()).isTrue();
    }

    @Test
    void aReadingOfAnotherCycleIsNotTold() throws Exception {
        start();
        publish("1", 2, 80);
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(told.readings).containsExactly("2=82.0"));
        assertThat(told.window.isComplete()).as("1 is alive and waited for").isFalse();
    }

    @Test
    void aSecondReadingOfTheSameCycleIsNotTold() throws Exception {
        start();
        publish("1", 1, 80);
        await().until(() -> told.readings.size() == 1);
        publish("1", 1, 99);
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(told.readings).containsExactly("1=80.0", "2=82.0"));
    }

    @Test
    void afterTheReleaseTheNextCycleIsTold() throws Exception {
        told.onProgress = window -> {
            if (window.open().number() == 1 && window.isComplete()) {
                closeCycle(1);
            }
        };
        start();
        publish("1", 1, 80);
        await().until(() -> term.open().number() == 2);
        publish("1", 2, 81);

        await().untilAsserted(() -> assertThat(told.readings).containsExactly("1=80.0", "1=81.0"));
    }

    @Test
    void onceTheCycleTimeoutIsOverNobodyIsWaitedFor() throws Exception {
        cycleTimeout = Duration.ofMillis(200);
        claim("2");
        start();
        publish("1", 1, 80);

        await().until(() -> told.window != null && told.window.isComplete());
        assertThat(told.window.overdue()).isTrue();
        assertThat(told.window.open().remaining(cycleTimeout)).isZero();
    }

    @Test
    void aShorterCycleTimeoutHoldsFromTheNextLookOn() throws Exception {
        claim("2");
        start();
        publish("1", 1, 80);
        await().until(() -> told.readings.size() == 1);
        assertThat(told.window.overdue()).isFalse();
        cycleTimeout = Duration.ofMillis(1);
        feed.wake();

        await().untilAsserted(() -> assertThat(told.window.overdue()).isTrue());
    }

    @Test
    void withFewerThanMinNodesTheCycleStaysOpenUntilThereAreEnough() throws Exception {
        minNodes = 2;
        cycleTimeout = Duration.ofMillis(50);
        start();
        publish("1", 1, 80);
        await().until(() -> told.window != null && told.window.overdue());
        assertThat(told.window.isComplete()).isFalse();
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(told.readings).hasSize(2));
        assertThat(told.window.minNodes()).isEqualTo(2);
    }

    @Test
    void aSmallerNumberOfNodesNeededHoldsFromTheNextLookOn() throws Exception {
        minNodes = 2;
        start();
        publish("1", 1, 80);
        await().until(() -> told.readings.size() == 1);
        minNodes = 1;
        feed.wake();

        await().untilAsserted(() -> assertThat(told.window.minNodes()).isEqualTo(1));
    }

    @Test
    void whatAnEarlierLeaderLeftIsToldFirstAndInOrder() throws Exception {
        closeCycle(1);
        closeCycle(2);
        term.freeze(3, "report 3", List.of());
        term.close();
        term = begin("2");
        publish("1", 3, 80);
        start();

        await().untilAsserted(() -> assertThat(told.events).startsWith("present [1]", "kept 1", "kept 2", "frozen 3"));
    }

    @Test
    void aCycleThatCouldNotBeClosedIsTakenUpAgain() throws Exception {
        start();
        publish("1", 1, 80);
        await().until(() -> told.readings.size() == 1);
        term.fail();
        feed.wake();

        await().untilAsserted(() -> assertThat(told.readings).containsExactly("1=80.0", "1=80.0"));
    }

    @Test
    void aCycleThatWasFrozenButNotReleasedIsTakenUpWithItsReport() throws Exception {
        start();
        await().until(() -> !told.events.isEmpty());
        term.freeze(1, "report 1", List.of());
        term.fail();
        feed.wake();

        await().untilAsserted(() -> assertThat(told.events).contains("frozen 1"));
    }

    @Test
    void itEndsAtOnceWhenAWriteShowsThatTheLeaderIsDeposed() throws Exception {
        start();
        claim("2");
        publish("1", 1, 80);
        await().until(() -> told.readings.size() == 1);
        run.awaitWaiting();
        try (CycleLeader next = begin("2")) {
            assertThat(run.isDone()).as("nobody told it").isFalse();
            assertThatThrownBy(() -> closeCycle(1)).isInstanceOf(FencedException.class);

            run.result();
        }
        run = null;
        feed.close();
    }

    private void start() {
        feed = new CycleLoop(ZOOKEEPER.client(), term, journal, () -> cycleTimeout, () -> minNodes, told);
        run = Waiter.start(() -> {
            feed.run();
            return null;
        });
    }

    private CycleLeader begin(String leader) throws InterruptedException {
        CuratorFramework own = ZOOKEEPER.client();
        return CycleLeader.begin(own, new Barrier(own), leader, journal);
    }

    private void closeCycle(long cycle) throws InterruptedException {
        term.freeze(cycle, "report " + cycle, List.of());
        term.release(cycle, PERIOD);
    }

    private void claim(String id) throws Exception {
        nodes.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node(id), new byte[0]);
    }

    private void publish(String id, long cycle, double value) throws Exception {
        byte[] reading = Znodes.encode(Json.write(new Reading(id, cycle, value, Instant.now())));
        nodes.create().orSetData().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading(id), reading);
    }

    private interface OnProgress {
        void accept(CycleSnapshot window) throws InterruptedException;
    }

    /** Writes down what it is told; merges the windows of a cycle, as the leader's route does. */
    private static final class Told implements CycleListener {
        final List<String> events = new CopyOnWriteArrayList<>();
        final List<String> readings = new CopyOnWriteArrayList<>();
        volatile OnProgress onProgress = window -> {};
        volatile CycleSnapshot window;

        @Override
        public void present(Set<String> ids) {
            events.add("present " + ids);
        }

        @Override
        public void kept(long cycle) {
            events.add("kept " + cycle);
        }

        @Override
        public void frozen(long cycle) {
            events.add("frozen " + cycle);
        }

        @Override
        public void joined(String id) {
            events.add("joined " + id);
        }

        @Override
        public void left(String id) {
            events.add("left " + id);
        }

        @Override
        public void progress(CycleSnapshot news) {
            window = window == null || window.open() != news.open() ? news : window.merge(news);
            for (Map.Entry<String, Reading> reading : news.readings().entrySet()) {
                readings.add(reading.getKey() + "=" + reading.getValue().value());
            }
            try {
                onProgress.accept(window);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
