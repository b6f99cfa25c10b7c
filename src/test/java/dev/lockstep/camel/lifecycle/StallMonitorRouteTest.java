package dev.lockstep.camel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.NodeRoutesTest;
import dev.lockstep.camel.sensor.BarrierWait;
import dev.lockstep.testing.CapturedLog;
import dev.lockstep.testing.Releases;
import dev.lockstep.testing.Waiter;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node logs while it waits at the barrier. */
class StallMonitorRouteTest extends NodeRoutesTest {

    private CapturedLog log;

    @BeforeEach
    void readTheLog() throws Exception {
        node().blockUntilConnected();
        log = CapturedLog.of(StallMonitor.class.getName());
    }

    @AfterEach
    void closeTheLog() {
        log.close();
    }

    @Override
    protected List<String> files() {
        return List.of("node/beans.camel.yaml", "node/watchdog.camel.yaml");
    }

    /** A busy machine logs later. */
    private static final String THREE_SECONDS_OR_MORE = "([3-9]\\.\\d|\\d{2,}) s";

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = super.settings();
        settings.put("watchdog.period", "100");
        return settings;
    }

    @Test
    void aStallWithoutALeaderIsLoggedOnceAndItsEndToo() throws Exception {
        claim("1");
        publish("1", 1, 80);
        Waiter<Void> sensor = sensorAtTheBarrier();
        await().until(() -> !log.lines().isEmpty());
        assertThat(log.lines().get(0))
                .matches("WARN Waiting at barrier for " + THREE_SECONDS_OR_MORE
                        + ": no leader: cycle 1 waits for one.*");
        awaitExchanges("watchdog", 5);
        assertThat(log.lines()).as("once").hasSize(1);

        Releases.open(client, 2);
        sensor.result();
        sensorAtTheBarrier(2);
        await().until(() -> log.lines().size() == 2);
        assertThat(log.lines().get(1)).startsWith("INFO Cycles continue after ");
    }

    @Test
    void anOutageOfZooKeeperIsLoggedOnceAndItsEndToo() throws Exception {
        ZOOKEEPER.stop();
        await().until(() -> !log.lines().isEmpty());
        assertThat(log.lines().get(0))
                .matches("WARN No connection to ZooKeeper for " + THREE_SECONDS_OR_MORE + ": retrying");
        ZOOKEEPER.restart();

        await().until(() -> log.lines().size() == 2);
        assertThat(log.lines().get(1)).startsWith("INFO Reconnected to ZooKeeper after ");
    }

    private Waiter<Void> sensorAtTheBarrier() {
        return sensorAtTheBarrier(1);
    }

    private Waiter<Void> sensorAtTheBarrier(long cycle) {
        BarrierWait barrierWait = context().getRegistry().lookupByNameAndType("barrierWait", BarrierWait.class);
        Waiter<Void> sensor = Waiter.start(() -> {
            Exchange exchange = new DefaultExchange(context());
            exchange.setVariable("cycle", cycle);
            barrierWait.process(exchange);
            return null;
        });
        sensor.awaitWaiting();
        return sensor;
    }

    private CuratorFramework node() {
        return context().getRegistry().lookupByNameAndType("curator", CuratorFramework.class);
    }
}
