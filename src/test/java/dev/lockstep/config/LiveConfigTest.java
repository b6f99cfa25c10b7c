package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.config.ConfigChange.Outcome;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.Cable;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LiveConfigTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private Cable cable;
    /** The client of the configuration under test; it can be disconnected. */
    private CuratorFramework curator;
    /** The client that changes the configuration. */
    private CuratorFramework admin;

    private LiveConfig config;
    private final List<ConfigChange> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() throws Exception {
        cable = new Cable(ZOOKEEPER.port());
        curator = ZOOKEEPER.client(ZOOKEEPER.hosts(cable));
        admin = ZOOKEEPER.client();
        config = new LiveConfig(curator, Map.of("sampling_period", "7"));
        config.addListener(told::add);
    }

    @AfterEach
    void disconnect() throws Exception {
        config.close();
        cable.close();
    }

    @Test
    void aValueWrittenBeforeTheStartIsInForceFromTheStart() throws Exception {
        write("sampling_period", "2");
        write("plant/limit", "80");
        start();

        assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.text("plant/limit")).hasValue("80");
        assertThat(config.text("plant")).as("a folder is not a key").isEmpty();
        assertThat(config.texts()).containsEntry("min_nodes", "1");
        await().untilAsserted(() -> assertThat(told)
                .containsExactly(
                        ConfigChange.accepted("plant/limit", "80"), ConfigChange.accepted("sampling_period", "2")));
    }

    @Test
    void aChangeIsInForceWhenItsListenersAreCalled() throws Exception {
        List<Duration> periods = new CopyOnWriteArrayList<>();
        config.addListener(change -> periods.add(config.settings().samplingPeriod()));
        start();
        write("sampling_period", "3");

        await().untilAsserted(() -> assertThat(periods).containsExactly(Duration.ofSeconds(3)));
    }

    @Test
    void aDeletedKeyFallsBackToTheDefaultAlsoWhenItsParentIsDeleted() throws Exception {
        write("sampling_period", "2");
        start();
        admin.delete().deletingChildrenIfNeeded().forPath(Znodes.CONFIG);

        await().untilAsserted(
                        () -> assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(7)));
        write("sampling_period", "4");
        await().untilAsserted(
                        () -> assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(4)));
        assertThat(told)
                .extracting(ConfigChange::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.DELETED, Outcome.ACCEPTED);
    }

    @Test
    void anInvalidValueIsReportedAndTheLastGoodOneStays() throws Exception {
        write("sampling_period", "2");
        start();
        write("sampling_period", "-3");

        await().untilAsserted(() -> assertThat(told).hasSize(2));
        assertThat(told.get(1).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(told.get(1).inForce()).isEqualTo("2");
        assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aThousandQuickWritesEndOnTheLastValue() throws Exception {
        start();
        write("sampling_period", "1");
        for (int i = 1; i <= 1_000; i++) {
            admin.setData().inBackground().forPath(Znodes.config("sampling_period"), Znodes.encode(i + "ms"));
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(1)));
        await().untilAsserted(
                        () -> assertThat(told.get(told.size() - 1).value()).isEqualTo("1000ms"));
        assertThat(told.stream().skip(1).map(change -> Durations.parse(change.value())))
                .as("in the order of the writes")
                .isSorted();
    }

    @Test
    void changesMadeWhileDisconnectedAreFoundAfterwards() throws Exception {
        write("sampling_period", "2");
        write("min_nodes", "3");
        start();
        unplug();
        write("sampling_period", "4");
        admin.delete().forPath(Znodes.config("min_nodes"));
        write("plant/limit", "80");
        cable.plug();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasSize(5));
        assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.settings().minNodes()).isEqualTo(1);
        assertThat(config.text("plant/limit")).hasValue("80");
    }

    /** CuratorCache only compares versions, and would not notify its listeners. */
    @Test
    void aKeyCreatedAgainAtTheSameVersionWhileDisconnectedIsFoundAfterwards() throws Exception {
        write("sampling_period", "2");
        start();
        unplug();
        admin.delete().forPath(Znodes.config("sampling_period"));
        write("sampling_period", "4");
        cable.plug();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told)
                .containsExactly(
                        ConfigChange.accepted("sampling_period", "2"), ConfigChange.accepted("sampling_period", "4")));
    }

    @Test
    void withoutZooKeeperTheDefaultsAreInForceAndNothingBlocks() throws Exception {
        cable.unplug();
        config.start();

        assertThat(config.awaitInitialized(Duration.ofMillis(50))).isFalse();
        assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(7));

        write("sampling_period", "2");
        cable.plug();
        assertThat(config.awaitInitialized(PATIENCE)).isTrue();
        assertThat(config.settings().samplingPeriod()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aListenerThatThrowsDoesNotAffectOthers() throws Exception {
        List<ConfigChange> toldToo = new CopyOnWriteArrayList<>();
        config.addListener(change -> {
            throw new IllegalStateException("on purpose");
        });
        config.addListener(toldToo::add);
        start();
        write("min_nodes", "2");
        write("min_nodes", "3");

        await().untilAsserted(() -> assertThat(toldToo).contains(ConfigChange.accepted("min_nodes", "3")));
    }

    @Test
    void onceClosedNothingIsReportedAndTheValuesStay() throws Exception {
        write("min_nodes", "2");
        start();
        config.close();
        write("min_nodes", "3");
        admin.sync().forPath(Znodes.CONFIG);

        assertThat(config.settings().minNodes()).isEqualTo(2);
    }

    private void start() throws InterruptedException {
        config.start();
        assertThat(config.awaitInitialized(PATIENCE)).isTrue();
    }

    private void unplug() {
        List<ConnectionState> states = new CopyOnWriteArrayList<>();
        curator.getConnectionStateListenable().addListener((client, state) -> states.add(state));
        cable.unplug();
        await().until(() -> states.contains(ConnectionState.SUSPENDED));
    }

    private void write(String key, String text) throws Exception {
        admin.create().orSetData().creatingParentsIfNeeded().forPath(Znodes.config(key), Znodes.encode(text));
    }
}
