package dev.lockstep.camel.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.RoutesTest;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Quality;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZnodeTree;
import dev.lockstep.testing.Releases;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SensorRouteTest extends RoutesTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private final AtomicInteger measured = new AtomicInteger();
    private volatile Object value = 80.5;
    private volatile String quality;
    private CuratorFramework client;

    @Override
    protected List<String> files() {
        return List.of("node/beans.camel.yaml", "node/sensor.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "node.id",
                "1",
                "node.state",
                "",
                "zookeeper.hosts",
                ZOOKEEPER.hosts(),
                "zookeeper.session.timeout",
                "4s");
    }

    @Override
    protected List<RoutesBuilder> standIns() {
        return List.of(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:measure").process(exchange -> {
                    measured.incrementAndGet();
                    exchange.getMessage().setBody(value);
                    exchange.setVariable("unit", "°C");
                    exchange.setVariable("quality", quality);
                });
            }
        });
    }

    @BeforeEach
    void createTree() throws Exception {
        client = ZOOKEEPER.client();
        ZnodeTree.create(client);
    }

    @Test
    void itPublishesOneReadingOfTheOpenCycleAndWaits() throws Exception {
        Instant before = Instant.now();
        start();
        awaitReading(1);

        assertThat(reading()).extracting(Reading::id, Reading::value).containsExactly("1", 80.5);
        assertThat(reading().takenAt()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(stat().getEphemeralOwner()).isNotZero();
        assertThat(measured).hasValue(1);
        assertThat(count()).isZero();
    }

    @Test
    void itMeasuresOnceInEachCycleAndCountsThoseThatAreOver() throws Exception {
        start();
        for (long cycle = 1; cycle <= 5; cycle++) {
            awaitReading(cycle);
            open(cycle + 1);
        }
        awaitReading(6);

        assertThat(measured).hasValue(6);
        await().untilAsserted(() -> assertThat(count()).isEqualTo(5));
    }

    @Test
    void aFailedMeasurementLeavesTheCycleWithoutAReadingAndTheLoopContinues() throws Exception {
        value = "warm";
        start();
        await().until(() -> measured.get() > 0);
        value = 81;
        open(2);
        awaitReading(2);
        open(3);

        await().untilAsserted(() -> assertThat(count()).as("measurements").isEqualTo(1));
    }

    /** Otherwise the cluster would stall if the sensors of all nodes failed at once: no node would measure before a release. */
    @Test
    void aFailedMeasurementIsRetriedWhileTheCycleIsOpen() throws Exception {
        value = "warm";
        start();
        await().until(() -> measured.get() >= 2);
        assertThat(count()).isZero();
        value = 81;
        awaitReading(1);

        open(2);
        awaitReading(2);
        await().untilAsserted(() -> assertThat(count()).isEqualTo(1));
    }

    @Test
    void aNumberAsTextIsANumber() throws Exception {
        value = " 45.123\n";
        start();
        awaitReading(1);

        assertThat(reading().value()).isEqualTo(45.123);
    }

    @Test
    void aReadingCarriesTheUnitAndTheQualityThatTheMeasureRouteStates() throws Exception {
        start();
        awaitReading(1);
        assertThat(reading()).returns("°C", Reading::unit).returns(Quality.GOOD, Reading::quality);
        quality = "bad";
        open(2);
        awaitReading(2);

        assertThat(reading().quality()).isEqualTo(Quality.BAD);
    }

    @Test
    void aValueThatIsNotFiniteIsNotPublished() throws Exception {
        value = "NaN";
        start();
        await().until(() -> measured.get() == 1);
        value = 81;
        open(2);
        awaitReading(2);

        assertThat(stat().getVersion()).as("the first write").isZero();
    }

    @Test
    void theReadingOfADeadPredecessorIsReplacedByOneOfTheOwnSession() throws Exception {
        CuratorFramework predecessor = ZOOKEEPER.client();
        byte[] old = Znodes.encode(Json.write(new Reading("1", 1, 99, Instant.now())));
        predecessor.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading("1"), old);
        long foreign = predecessor.getZookeeperClient().getZooKeeper().getSessionId();
        start();

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(stat().getEphemeralOwner()).isNotIn(foreign, 0L);
            assertThat(reading().value()).isEqualTo(80.5);
        });
        ZOOKEEPER.endSession(predecessor);
        assertThat(reading().value()).isEqualTo(80.5);
        assertThat(measured).as("the same reading, written again").hasValue(1);
    }

    @Test
    void aReadingThatWasCreatedByHandIsReplacedByOneOfTheOwnSession() throws Exception {
        ZOOKEEPER.client().create().forPath(Znodes.reading("1"), Znodes.encode("80"));
        start();

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(stat().getEphemeralOwner()).isNotZero();
            assertThat(reading().value()).isEqualTo(80.5);
        });
    }

    @Test
    void afterTheEndOfItsSessionItContinuesInANewOne() throws Exception {
        start();
        awaitReading(1);
        long session = stat().getEphemeralOwner();
        ZOOKEEPER.endSession(session);
        open(2);
        awaitReading(2);

        assertThat(stat().getEphemeralOwner()).isNotIn(0L, session);
        assertThat(measured).as("each cycle once").hasValue(2);
    }

    @Test
    void askedToPublishAgainItWritesTheSameReadingInANewSession() throws Exception {
        start();
        awaitReading(1);
        long session = stat().getEphemeralOwner();
        Reading first = reading();
        ZOOKEEPER.endSession(session);
        await().until(() -> stat() == null);
        barrierWait().republish();
        awaitReading(1);

        assertThat(reading()).isEqualTo(first);
        assertThat(stat().getEphemeralOwner()).isNotIn(0L, session);
        assertThat(measured).hasValue(1);
        open(2);
        awaitReading(2);
        await().untilAsserted(() ->
                assertThat(count()).as("once, although its exchange ran twice").isEqualTo(1));
    }

    @Test
    void aRequestToPublishAgainThatComesBeforeTheWaitIsNotLost() throws Exception {
        barrierWait().republish();
        start();

        await().until(() -> stat() != null && stat().getVersion() == 1);
        await().until(() -> barrierWait().current().isPresent());
        assertThat(stat().getVersion()).isEqualTo(1);
        assertThat(measured).hasValue(1);
    }

    /** The stock component does so; a node need not wait until another one notices. */
    @Test
    void theRemovedFolderOfTheReadingsIsCreatedAgain() throws Exception {
        client.delete().forPath(Znodes.READINGS);
        start();
        awaitReading(1);

        assertThat(measured).hasValue(1);
        assertThat(client.checkExists().forPath(Znodes.READINGS).getEphemeralOwner())
                .as("the folder must not belong to a session")
                .isZero();
    }

    @Test
    void itWaitsWhileTheServerIsUnavailableAndThenContinues() throws Exception {
        start();
        awaitReading(1);
        ZOOKEEPER.restart();
        open(2);
        awaitReading(2);

        assertThat(measured).hasValue(2);
    }

    @Test
    void stoppedAtTheBarrierItDoesNotCountAndRestartedItDoesNotMeasureAgain() throws Exception {
        start();
        awaitReading(1);
        restart();
        await().untilAsserted(() -> assertThat(stat()).isNotNull());
        assertThat(measured).hasValue(1);
        open(2);
        awaitReading(2);

        assertThat(measured).hasValue(2);
        await().untilAsserted(() -> assertThat(count()).isEqualTo(1));
    }

    /** Camel's timer ignores that it is suspended, and would start exchange after exchange, each of which publishes. */
    @Test
    void whileItStopsItPublishesNothing() throws Exception {
        start();
        awaitReading(1);
        await().until(() -> barrierWait().current().isPresent());
        int version = stat().getVersion();
        context().getRouteController().stopRoute("sensor");

        assertThat(stat().getVersion()).isEqualTo(version);
    }

    @Test
    void suspendedItDoesNotMeasureAndResumedItContinues() throws Exception {
        start();
        awaitReading(1);
        context().getRouteController().suspendRoute("sensor");
        open(2);
        assertThat(measured).hasValue(1);
        context().getRouteController().resumeRoute("sensor");
        awaitReading(2);

        await().until(() -> barrierWait().current().map(BarrierWait.Wait::cycle).equals(Optional.of(2L)));
        assertThat(measured).hasValue(2);
    }

    private BarrierWait barrierWait() {
        return context().getRegistry().lookupByNameAndType("barrierWait", BarrierWait.class);
    }

    private void start() throws Exception {
        context().getRouteController().startRoute("publish");
        context().getRouteController().startRoute("sensor");
    }

    private void restart() throws Exception {
        context().getRouteController().stopRoute("sensor");
        context().getRouteController().stopRoute("publish");
        start();
    }

    private void open(long cycle) throws Exception {
        Releases.open(client, cycle);
    }

    private void awaitReading(long cycle) {
        await().ignoreExceptions().until(() -> reading().cycle() == cycle);
    }

    private Reading reading() throws Exception {
        return Json.read(client.getData().forPath(Znodes.reading("1")), Reading.class);
    }

    private Stat stat() throws Exception {
        return client.checkExists().forPath(Znodes.reading("1"));
    }

    private long count() throws Exception {
        return client.checkExists().forPath(Znodes.count("1")) == null
                ? 0
                : Znodes.number(client.getData().forPath(Znodes.count("1")));
    }
}
