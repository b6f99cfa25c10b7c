package dev.lockstep.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.NodeRoutesTest;
import dev.lockstep.camel.sensor.BarrierWait;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.CapturedLog;
import dev.lockstep.testing.Releases;
import dev.lockstep.testing.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.Test;

class SessionRouteTest extends NodeRoutesTest {

    /** The routes that were started, in order. */
    private final List<String> started = new CopyOnWriteArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.RouteStartedEvent start
                        && List.of("publish", "sensor", "leader")
                                .contains(start.getRoute().getRouteId())) {
                    started.add(start.getRoute().getRouteId());
                }
            }
        });
        return context;
    }

    @Override
    protected List<String> files() {
        return List.of("node/beans.camel.yaml", "node/session.camel.yaml");
    }

    @Override
    protected List<RoutesBuilder> standIns() {
        return List.of(new RouteBuilder() {
            @Override
            public void configure() {
                for (String id : List.of("publish", "sensor", "leader")) {
                    from("direct:" + id).routeId(id).autoStartup(false).log("unused");
                }
            }
        });
    }

    @Test
    void theNodeHoldsItsIdBeforeItsRoutesStart() throws Exception {
        awaitStarted("sensor", "leader");

        assertThat(owner()).isEqualTo(session());
    }

    @Test
    void aReadingThatAPredecessorLeftIsRemoved() throws Exception {
        awaitStarted("leader");
        publish("2", 1, 80);
        publish("1", 1, 80);
        // A restarted node acquires its own id.
        context().getRouteController().stopRoute("session");
        await().until(() -> client.checkExists().forPath(Znodes.node("1")) == null);
        context().getRouteController().startRoute("session");

        await().until(() -> client.checkExists().forPath(Znodes.reading("1")) == null);
        assertThat(client.checkExists().forPath(Znodes.reading("2"))).isNotNull();
    }

    @Test
    void inANewSessionTheIdIsAcquiredTheCandidateRestartedAndTheReadingPublishedAgain() throws Exception {
        awaitStarted("leader");
        long first = session();
        Waiter<Boolean> sensor = waitingSensor();
        ZOOKEEPER.endSession(node());

        assertThat(sensor.result()).as("its exchange ends").isTrue();
        await().ignoreExceptions().until(() -> owner() == session());
        assertThat(session()).isNotEqualTo(first);
        await().untilAsserted(() -> assertThat(started).containsExactly("sensor", "leader", "leader"));
    }

    @Test
    void aReadingThatVanishesIsPublishedAgain() throws Exception {
        awaitStarted("leader");
        publish("1", 1, 80);
        Waiter<Boolean> sensor = waitingSensor();
        assertThat(sensor.isDone()).isFalse();
        client.delete().forPath(Znodes.reading("1"));

        assertThat(sensor.result()).isTrue();
    }

    @Test
    void removedZnodesAreCreatedAgainAndAnExistingReadingStays() throws Exception {
        awaitStarted("leader");
        publish("1", 1, 80);
        for (String folder : List.of(Znodes.NODES, Znodes.CONFIG, Znodes.COUNTER)) {
            client.delete().deletingChildrenIfNeeded().forPath(folder);
            await().until(() -> client.checkExists().forPath(folder) != null);
        }
        await().until(() -> client.checkExists().forPath(Znodes.node("1")) != null);
        client.delete().forPath(Znodes.node("1"));
        client.delete().forPath(Znodes.CONFIG);
        client.delete().forPath(Znodes.reading("1"));
        publish("1", 1, 80);

        await().until(() -> client.checkExists().forPath(Znodes.node("1")) != null);
        await().until(() -> client.checkExists().forPath(Znodes.CONFIG) != null);
        await().during(Duration.ofMillis(500)).until(() -> client.checkExists().forPath(Znodes.reading("1")) != null);
    }

    @Test
    void aReadingThatVanishesWhileTheNodeDoesNotWatchIsPublishedAgain() throws Exception {
        awaitStarted("leader");
        publish("1", 1, 80);
        Waiter<Boolean> sensor = waitingSensor();
        byte[] clusterId = client.getData().forPath(Znodes.CLUSTER);
        try (CapturedLog log = CapturedLog.of(LockstepConsumer.class.getName())) {
            client.delete().forPath(Znodes.CLUSTER);
            await().until(() -> !log.lines().isEmpty());
            client.delete().forPath(Znodes.reading("1"));
            client.create().forPath(Znodes.CLUSTER, clusterId);
        }

        assertThat(sensor.result()).isTrue();
    }

    @Test
    void aNewValueOfTheReadingCausesNoEvent() throws Exception {
        awaitStarted("leader");
        publish("1", 1, 80);
        Waiter<Boolean> sensor = waitingSensor();
        publish("1", 2, 80);
        Releases.open(client, 2);

        assertThat(sensor.result()).as("it passed").isFalse();
    }

    @Test
    void aStoppedNodeReleasesItsIdAtOnce() throws Exception {
        awaitStarted("leader");
        context().getRouteController().stopRoute("session");

        await().until(() -> client.checkExists().forPath(Znodes.node("1")) == null);
    }

    @Test
    void theNodeWaitsForZooKeeperAndThenStarts() throws Exception {
        awaitStarted("leader");
        context().getRouteController().stopRoute("session");
        context().getRouteController().stopRoute("leader");
        await().until(() -> client.checkExists().forPath(Znodes.node("1")) == null);
        ZOOKEEPER.stop();
        context().getRouteController().startRoute("session");
        assertThat(status("leader")).isEqualTo(ServiceStatus.Stopped);
        ZOOKEEPER.restart();

        awaitStarted("leader");
    }

    private void awaitStarted(String... routes) {
        await().untilAsserted(() ->
                assertThat(routes).allSatisfy(id -> assertThat(status(id)).isEqualTo(ServiceStatus.Started)));
    }

    private ServiceStatus status(String route) {
        return context().getRouteController().getRouteStatus(route);
    }

    /** Starts a sensor that waits at the barrier; the result is whether its exchange was ended there. */
    private Waiter<Boolean> waitingSensor() {
        BarrierWait barrierWait = context().getRegistry().lookupByNameAndType("barrierWait", BarrierWait.class);
        Waiter<Boolean> sensor = Waiter.start(() -> {
            Exchange exchange = new DefaultExchange(context());
            exchange.setVariable("cycle", 1L);
            barrierWait.process(exchange);
            return exchange.isRouteStop();
        });
        sensor.awaitWaiting();
        return sensor;
    }

    private CuratorFramework node() {
        return context().getRegistry().lookupByNameAndType("curator", CuratorFramework.class);
    }

    private long session() throws Exception {
        return node().getZookeeperClient().getZooKeeper().getSessionId();
    }

    private long owner() throws Exception {
        return client.checkExists().forPath(Znodes.node("1")).getEphemeralOwner();
    }
}
