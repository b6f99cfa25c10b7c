package dev.lockstep.camel.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.NodeRoutesTest;
import dev.lockstep.camel.component.LockstepComponent;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Quality;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.delivery.RefusedReports;
import dev.lockstep.protocol.leader.Epoch;
import dev.lockstep.testing.CapturedLog;
import dev.lockstep.testing.Leaders;
import dev.lockstep.testing.api.ApiAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderRouteTest extends NodeRoutesTest {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Instant START = Instant.parse("2026-11-23T10:00:00.123456Z");

    private CapturedLog log;

    @BeforeEach
    void readTheLog() {
        log = CapturedLog.of(LockstepComponent.class.getPackageName() + ".CycleEvents");
    }

    @AfterEach
    void closeTheLog() {
        log.close();
    }

    @Override
    protected List<String> files() {
        return List.of(
                "node/beans.camel.yaml",
                "node/leader.camel.yaml",
                "node/delivery.camel.yaml",
                "node/members.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = super.settings();
        settings.put("cycle.timeout", "1h");
        return settings;
    }

    @Test
    void aCycleClosesWhenEveryLiveNodeHasMeasured() throws Exception {
        claim("1");
        claim("2");
        start();
        publish("1", 1, 80);
        awaitLeading();
        assertThat(openCycle()).isEqualTo(1);
        publish("2", 1, 82);
        awaitOpen(2);

        Report report = api.requests().get(0).report();
        assertThat(report.readings()).extracting(Report.Entry::id).containsExactly("1", "2");
        assertThat(report.mean()).isEqualTo(81);
        assertThat(report.missing()).isEmpty();
        assertThat(report.cluster()).isEqualTo(cluster);
        assertThat(report.leader()).isEqualTo("1");
        assertThat(report.closedAt()).isAfterOrEqualTo(report.openedAt());
    }

    @Test
    void aRefusedReportThatIsMovedBackIsSentAgainUnchanged() throws Exception {
        api.answer(422);
        publish("1", 1, 80);
        start();
        awaitOpen(2);
        RefusedReports refused = new RefusedReports(client);
        await().until(() -> refused.cycles().equals(List.of(1L)));
        String body = api.requests().get(0).body();
        api.answer(201);

        assertThat(refused.retry(1)).isTrue();
        await().until(() -> api.taken().equals(List.of(1L)));
        assertThat(api.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.headers()).containsKey("idempotency-key");
        });
        await().until(() -> frozen(1) == null);
        assertThat(refused.cycles()).isEmpty();
        assertThat(refused.retry(1)).as("there is none any more").isFalse();
    }

    @Test
    void readingsThatDoNotCountAreListedAndLoggedOnce() throws Exception {
        try (CapturedLog exclusions = CapturedLog.of(ExclusionLog.class.getName())) {
            for (long cycle = 1; cycle <= 2; cycle++) {
                publish(new Reading("1", cycle, 999, Instant.now(), "°C", Quality.BAD));
                publish(new Reading("2", cycle, 20, Instant.now(), "°C", Quality.GOOD));
                publish(new Reading("3", cycle, 70, Instant.now(), "°F", Quality.GOOD));
                if (cycle == 1) {
                    claim("1");
                    claim("2");
                    claim("3");
                    start();
                }
                awaitOpen(cycle + 1);
            }

            assertThat(api.requests().get(1).report())
                    .returns(1, Report::count)
                    .returns(20.0, Report::mean)
                    .returns(List.of(), Report::missing);
            assertThat(exclusions.lines())
                    .containsExactly(
                            "WARN Cycle 1: the reading of node 1 does not count: its quality is Bad",
                            "WARN Cycle 1: the reading of node 3 does not count: its unit is '°F', the report's unit is '°C'");
        }
    }

    @Test
    void aNodeThatLeavesIsNotWaitedFor() throws Exception {
        claim("1");
        claim("2");
        start();
        publish("1", 1, 80);
        awaitLeading();
        client.delete().forPath(Znodes.node("2"));
        awaitOpen(2);

        assertThat(api.requests().get(0).report().missing()).isEmpty();
    }

    @Test
    void aNodeThatIsLateIsMissingOnceTheCycleTimeoutIsOver() throws Exception {
        configure("cycle_timeout", "300ms");
        claim("2");
        publish("1", 1, 80);
        start();
        awaitOpen(2);

        Report report = api.requests().get(0).report();
        assertThat(report.missing()).containsExactly("2");
        assertThat(report.count()).isEqualTo(1);
        assertThat(Duration.between(report.openedAt(), report.closedAt())).isGreaterThan(Duration.ofMillis(299));
    }

    @Test
    void aShorterCycleTimeoutAppliesToTheOpenCycle() throws Exception {
        claim("2");
        publish("1", 1, 80);
        start();
        awaitLeading();
        assertThat(openCycle()).isEqualTo(1);
        configure("cycle_timeout", "1ms");

        awaitOpen(2);
    }

    @Test
    void withFewerReadingsThanMinNodesACycleStaysOpen() throws Exception {
        configure("cycle_timeout", "1ms");
        configure("min_nodes", "2");
        publish("1", 1, 80);
        start();
        awaitLeading();
        assertThat(openCycle()).isEqualTo(1);
        assertThat(frozen(1)).isNull();
        publish("2", 1, 82);
        awaitOpen(2);

        assertThat(api.requests().get(0).report().count()).isEqualTo(2);
    }

    @Test
    void theReportIsFrozenBeforeItIsSentAndStaysUntilTheRelease() throws Exception {
        List<String> frozenAtRequest = new CopyOnWriteArrayList<>();
        List<Long> openAtRequest = new CopyOnWriteArrayList<>();
        api.answer(request -> {
            try {
                frozenAtRequest.add(frozen(1));
                openAtRequest.add(openCycle());
            } catch (Exception e) {
                frozenAtRequest.add(e.toString());
            }
            return ApiAnswer.ACCEPT;
        });
        publish("1", 1, 80);
        start();
        awaitOpen(2);

        assertThat(frozenAtRequest).containsExactly(api.requests().get(0).body());
        assertThat(openAtRequest).containsExactly(1L);
        assertThat(frozen(1)).as("delivered").isNull();
    }

    @Test
    void theReleaseWaitsUntilThePeriodIsOver() throws Exception {
        configure("sampling_period", "1500ms");
        publish("1", 1, 80);
        start();
        awaitOpen(2);
        publish("1", 2, 80);
        awaitOpen(3);

        Report first = api.requests().get(0).report();
        Report second = api.requests().get(1).report();
        assertThat(Duration.between(first.openedAt(), second.openedAt())).isGreaterThan(Duration.ofMillis(1_499));
        assertThat(api.requests().get(0).at()).as("the report does not wait").isBefore(second.openedAt());
        assertThat(Duration.between(first.openedAt(), first.closedAt()))
                .as("most of the period is left when the report is closed")
                .isLessThan(Duration.between(first.closedAt(), second.openedAt()));
    }

    @Test
    void aReportThatTheApiDoesNotAcceptIsKeptAndTheCyclesContinue() throws Exception {
        api.answer(503);
        start();
        for (long cycle = 1; cycle <= 3; cycle++) {
            publish("1", cycle, 80 + cycle);
            awaitOpen(cycle + 1);
            assertThat(frozen(cycle)).isNotNull();
        }
        String kept = frozen(1);
        api.answer(201);

        await().untilAsserted(() -> assertThat(api.taken()).containsExactly(1L, 2L, 3L));
        await().untilAsserted(() ->
                assertThat(client.getChildren().forPath(Znodes.REPORTS)).isEmpty());
        assertThat(api.requests().get(0).body()).isEqualTo(kept);
    }

    @Test
    void anUnavailableApiHoldsNoCycle() throws Exception {
        String nobody = api.address();
        api.close();
        configure("api_url", nobody);
        publish("1", 1, 80);
        start();
        awaitOpen(2);

        assertThat(frozen(1)).isNotNull();
    }

    @Test
    void theFrozenReportOfTheOpenCycleIsDeliveredRatherThanComputedAgain() throws Exception {
        String frozen = leaveFrozen();
        publish("1", 2, 99);
        start();
        awaitOpen(3);

        // It is behind the kept report, so the release does not wait for it.
        await().untilAsserted(() -> assertThat(api.taken()).containsExactly(1L, 2L));
        assertThat(api.requests().get(1).body()).isEqualTo(frozen);
    }

    @Test
    void aDeposedLeaderBecomesACandidateAgain() throws Exception {
        publish("1", 1, 80);
        start();
        awaitOpen(2);
        long epoch = api.requests().get(0).report().epoch();
        Epoch.raise(ZOOKEEPER.client(), "2");
        publish("1", 2, 81);
        awaitOpen(3);

        Report report = api.requests().get(api.requests().size() - 1).report();
        assertThat(report.cycle()).isEqualTo(2);
        assertThat(report.epoch()).isGreaterThan(epoch + 1);
    }

    @Test
    void theLeaderIsACandidateBelowElection() throws Exception {
        publish("1", 1, 80);
        start();
        awaitOpen(2);
        // Any further candidate waits; the first one leads.
        assertThat(client.getChildren().forPath(Znodes.ELECTION)).hasSize(1);
    }

    @Test
    void aMarkThatIsRemovedWhileItsCycleIsOpenDoesNotStallTheCluster() throws Exception {
        start();
        awaitLeading();
        client.delete().forPath(Znodes.mark(1));
        publish("1", 1, 80);
        awaitOpen(2);

        assertThat(client.checkExists().forPath(Znodes.mark(2))).isNotNull();
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void joinsAndLeavesGoToTheMembersRoute() throws Exception {
        try (CapturedLog members = CapturedLog.of("members")) {
            claim("1");
            start();
            awaitLeading();
            claim("2");
            await().untilAsserted(() -> assertThat(members.lines()).contains("INFO Node 2 joined in cycle 1"));
            client.delete().forPath(Znodes.node("2"));

            await().untilAsserted(() -> assertThat(members.lines()).contains("INFO Node 2 left in cycle 1"));
            assertThat(members.lines()).as("it was there before").noneMatch(line -> line.contains("Node 1 "));
        }
    }

    @Test
    void stoppedItResignsAtOnce() throws Exception {
        publish("1", 1, 80);
        start();
        awaitOpen(2);
        context().getRouteController().stopRoute("leader");
        publish("1", 2, 80);

        await().untilAsserted(() ->
                assertThat(client.getChildren().forPath(Znodes.ELECTION)).isEmpty());
        assertThat(openCycle()).isEqualTo(2);
    }

    /**
     * The election has begun to start the consumer when its route is stopped, and cannot remove its znode: then it forgets
     * the consumer that it has started.
     */
    @Test
    void aConsumerThatTheElectionForgetsWhenItsRouteIsStoppedDoesNotLead() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        LockstepComponent component = LockstepComponent.of(context());
        LiveConfig config = context().getRegistry().lookupByNameAndType("config", LiveConfig.class);
        Supplier<Object> held = () -> {
            starting.countDown();
            awaitInterrupt();
            return config;
        };
        context().getRegistry().bind("config", LiveConfig.class, held);
        claim("1");
        start();
        starting.await();
        client.setACL()
                .withACL(List.of(new ACL(Perms.ALL & ~Perms.DELETE, Ids.ANYONE_ID_UNSAFE)))
                .forPath(Znodes.ELECTION);
        context().getRouteController().stopRoute("leader");

        await().until(() -> client.getData().forPath(Znodes.EPOCH).length > 0);
        long open = openCycle();
        publish("1", open, 80);
        await().until(() -> !component.isLeading());
        await().during(Duration.ofSeconds(1)).until(() -> openCycle() == open && !component.isLeading());
    }

    /** The component's stop interrupts the thread that starts the consumer, after it has checked for one to stop. */
    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Continues the start, as a start without a wait would.
        }
    }

    private void start() throws Exception {
        context().getRouteController().startRoute("leader");
    }

    /** Waits until the leader has read the live nodes. */
    private void awaitLeading() {
        await().until(() -> log.lines().stream().anyMatch(line -> line.contains("Node 1 leads")));
    }

    /** Leads until the second report is frozen, then resigns: the first report is kept, the second cycle not released. */
    private String leaveFrozen() throws Exception {
        CuratorFramework own = ZOOKEEPER.client();
        try (CycleLeader leader = Leaders.begin(own, "2")) {
            for (long cycle = 1; cycle <= 2; cycle++) {
                leader.freeze(cycle, report(leader, cycle), List.of());
                if (cycle == 1) {
                    leader.release(1, PERIOD);
                }
            }
            return report(leader, 2);
        }
    }

    private String report(CycleLeader leader, long cycle) {
        return Json.write(new Report(
                cluster, cycle, leader.term().epoch(), "2", START, START, 1, 75, 75, 75, 0, 0, List.of(), List.of()));
    }
}
