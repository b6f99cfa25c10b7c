package dev.lockstep.protocol.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.leader.FencedException;
import dev.lockstep.testing.Leaders;
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
    private final Recorder recorder = new Recorder();
    private volatile Duration cycleTimeout = LONG;
    private volatile int minNodes = 1;

    /** The client of the nodes. */
    private CuratorFramework nodes;

    private CycleLeader leader;
    private CycleLoop loop;
    private Waiter<Void> run;

    @BeforeEach
    void beginTerm() throws Exception {
        nodes = ZOOKEEPER.clientInTree();
        leader = begin("1");
    }

    @AfterEach
    void resign() throws Exception {
        if (run != null) {
            run.interrupt();
            assertThatThrownBy(run::result).hasCauseInstanceOf(InterruptedException.class);
            loop.close();
        }
        leader.close();
    }

    @Test
    void nodesThatAreAliveWhenTheTermBeginsHaveNotJoined() throws Exception {
        claim("1");
        claim("2");
        start();
        await().until(() -> !recorder.events.isEmpty());
        claim("3");

        await().untilAsserted(() -> assertThat(recorder.events).contains("joined 3"));
        assertThat(recorder.events).startsWith("started [1, 2]").doesNotContain("joined 1", "joined 2");
    }

    @Test
    void aNodeThatLeavesIsReportedToTheListener() throws Exception {
        claim("1");
        claim("2");
        start();
        await().until(() -> !recorder.events.isEmpty());
        nodes.delete().forPath(Znodes.node("2"));

        await().untilAsserted(() -> assertThat(recorder.events).contains("left 2"));
        await().untilAsserted(() -> assertThat(recorder.snapshot.live()).containsExactly("1"));
    }

    @Test
    void eachReadingOfTheOpenCycleIsReportedOnce() throws Exception {
        start();
        publish("1", 1, 80);
        await().untilAsserted(() -> assertThat(recorder.readings).containsExactly("1=80.0"));
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(recorder.readings).containsExactly("1=80.0", "2=82.0"));
        assertThat(recorder.snapshot.isComplete()).isTrue();
    }

    @Test
    void aReadingOfAnotherCycleIsIgnored() throws Exception {
        start();
        publish("1", 2, 80);
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(recorder.readings).containsExactly("2=82.0"));
        assertThat(recorder.snapshot.isComplete())
                .as("1 is alive and waited for")
                .isFalse();
    }

    @Test
    void aSecondReadingOfTheSameCycleIsIgnored() throws Exception {
        start();
        publish("1", 1, 80);
        await().until(() -> recorder.readings.size() == 1);
        publish("1", 1, 99);
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(recorder.readings).containsExactly("1=80.0", "2=82.0"));
        assertThat(recorder.snapshot.readings().get("1").value())
                .as("the first one stays")
                .isEqualTo(80);
    }

    @Test
    void afterTheReleaseTheNextCycleIsGathered() throws Exception {
        recorder.onProgress = snapshot -> {
            if (snapshot.open().number() == 1 && snapshot.isComplete()) {
                closeCycle(1);
            }
        };
        start();
        publish("1", 1, 80);
        await().until(() -> leader.open().number() == 2);
        publish("1", 2, 81);

        await().untilAsserted(() -> assertThat(recorder.readings).containsExactly("1=80.0", "1=81.0"));
    }

    @Test
    void afterTheCycleTimeoutNoNodeIsWaitedFor() throws Exception {
        cycleTimeout = Duration.ofMillis(200);
        claim("2");
        start();
        publish("1", 1, 80);

        await().until(() -> recorder.snapshot != null && recorder.snapshot.isComplete());
        assertThat(recorder.snapshot.overdue()).isTrue();
        assertThat(recorder.snapshot.open().remaining(cycleTimeout)).isZero();
    }

    @Test
    void aShorterCycleTimeoutAppliesFromTheNextCheckOn() throws Exception {
        claim("2");
        start();
        publish("1", 1, 80);
        await().until(() -> recorder.readings.size() == 1);
        assertThat(recorder.snapshot.overdue()).isFalse();
        cycleTimeout = Duration.ofMillis(1);
        loop.wake();

        await().untilAsserted(() -> assertThat(recorder.snapshot.overdue()).isTrue());
    }

    @Test
    void withFewerThanMinNodesTheCycleStaysOpenUntilThereAreEnough() throws Exception {
        minNodes = 2;
        cycleTimeout = Duration.ofMillis(50);
        start();
        publish("1", 1, 80);
        await().until(() -> recorder.snapshot != null && recorder.snapshot.overdue());
        assertThat(recorder.snapshot.isComplete()).isFalse();
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(recorder.readings).hasSize(2));
        assertThat(recorder.snapshot.minNodes()).isEqualTo(2);
    }

    @Test
    void aSmallerMinNodesAppliesFromTheNextCheckOn() throws Exception {
        minNodes = 2;
        start();
        publish("1", 1, 80);
        await().until(() -> recorder.readings.size() == 1);
        minNodes = 1;
        loop.wake();

        await().untilAsserted(() -> assertThat(recorder.snapshot.minNodes()).isEqualTo(1));
    }

    @Test
    void reportsOfAnEarlierLeaderComeFirstAndInOrder() throws Exception {
        closeCycle(1);
        closeCycle(2);
        leader.freeze(3, "report 3", List.of());
        leader.close();
        leader = begin("2");
        publish("1", 3, 80);
        start();

        await().untilAsserted(
                        () -> assertThat(recorder.events).startsWith("started [1]", "kept 1", "kept 2", "frozen 3"));
    }

    @Test
    void aCycleThatCouldNotBeClosedIsStartedAgain() throws Exception {
        minNodes = 2;
        start();
        publish("1", 1, 80);
        await().until(() -> recorder.readings.size() == 1);
        nodes.delete().forPath(Znodes.reading("1"));
        await().untilAsserted(() -> assertThat(recorder.events).contains("left 1"));
        assertThat(recorder.snapshot.readings()).containsOnlyKeys("1");
        leader.fail();
        loop.wake();
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(recorder.snapshot.readings())
                .as("gathered again, after the reading of 1 was removed")
                .containsOnlyKeys("2"));
    }

    @Test
    void aCycleThatCouldNotBeClosedProgressesAgainWithoutAChange() throws Exception {
        start();
        publish("1", 1, 80);
        await().until(() -> recorder.readings.size() == 1);
        run.awaitWaiting();
        int before = recorder.progressed;
        leader.fail();
        loop.wake();

        await().until(() -> recorder.progressed > before && !leader.hasFailed());
        assertThat(recorder.snapshot.readings()).containsOnlyKeys("1");
    }

    @Test
    void theReadingOfANodeThatLeavesStays() throws Exception {
        claim("2");
        start();
        publish("1", 1, 80);
        await().until(() -> recorder.readings.size() == 1);
        nodes.delete().forPath(Znodes.reading("1"));
        await().untilAsserted(() -> assertThat(recorder.events).contains("left 1"));
        publish("2", 1, 82);

        await().untilAsserted(() -> assertThat(recorder.snapshot.readings()).containsOnlyKeys("1", "2"));
    }

    @Test
    void onceOverdueTheCycleStaysOverdue() throws Exception {
        minNodes = 2;
        cycleTimeout = Duration.ofMillis(1);
        start();
        await().until(() -> recorder.snapshot != null && recorder.snapshot.overdue());
        cycleTimeout = LONG;
        publish("1", 1, 80);

        await().until(() -> recorder.readings.size() == 1);
        assertThat(recorder.snapshot.overdue()).isTrue();
    }

    @Test
    void aCycleThatWasFrozenButNotReleasedContinuesWithItsReport() throws Exception {
        start();
        await().until(() -> !recorder.events.isEmpty());
        leader.freeze(1, "report 1", List.of());
        leader.fail();
        loop.wake();

        await().untilAsserted(() -> assertThat(recorder.events).contains("frozen 1"));
    }

    @Test
    void itEndsAtOnceWhenAWriteIsFenced() throws Exception {
        start();
        claim("2");
        publish("1", 1, 80);
        await().until(() -> recorder.readings.size() == 1);
        run.awaitWaiting();
        try (CycleLeader next = begin("2")) {
            assertThat(run.isDone()).as("it was not notified").isFalse();
            assertThatThrownBy(() -> closeCycle(1)).isInstanceOf(FencedException.class);

            run.result();
        }
        run = null;
        loop.close();
    }

    private void start() {
        loop = new CycleLoop(ZOOKEEPER.client(), leader, journal, () -> cycleTimeout, () -> minNodes, recorder);
        run = Waiter.start(() -> {
            loop.run();
            return null;
        });
    }

    private CycleLeader begin(String id) throws InterruptedException {
        CuratorFramework own = ZOOKEEPER.client();
        return Leaders.begin(own, id);
    }

    private void closeCycle(long cycle) throws InterruptedException {
        leader.freeze(cycle, "report " + cycle, List.of());
        leader.release(cycle, PERIOD);
    }

    private void claim(String id) throws Exception {
        nodes.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node(id), new byte[0]);
    }

    private void publish(String id, long cycle, double value) throws Exception {
        byte[] reading = Znodes.encode(Json.write(new Reading(id, cycle, value, Instant.now())));
        nodes.create().orSetData().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading(id), reading);
    }

    private interface OnProgress {
        void accept(CycleSnapshot snapshot) throws InterruptedException;
    }

    /** Records what it is notified of, and each reading of a cycle when it is new. */
    private static final class Recorder implements CycleListener {
        final List<String> events = new CopyOnWriteArrayList<>();
        final List<String> readings = new CopyOnWriteArrayList<>();
        volatile OnProgress onProgress = snapshot -> {};
        volatile CycleSnapshot snapshot;
        volatile int progressed;

        @Override
        public void started(Set<String> ids) {
            events.add("started " + ids);
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
        public void progress(CycleSnapshot now) {
            CycleSnapshot before = snapshot;
            snapshot = now;
            progressed++;
            for (Map.Entry<String, Reading> reading : now.readings().entrySet()) {
                if (before == null
                        || before.open() != now.open()
                        || !before.readings().containsKey(reading.getKey())) {
                    readings.add(reading.getKey() + "=" + reading.getValue().value());
                }
            }
            try {
                onProgress.accept(snapshot);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
