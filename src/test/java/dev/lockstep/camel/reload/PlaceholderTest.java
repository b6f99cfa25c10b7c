package dev.lockstep.camel.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.Cable;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes with {@code {{zk:...}}} against a real ZooKeeper. */
class PlaceholderTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private CuratorFramework client;
    private LiveConfig config;
    private CamelContext context;

    @BeforeEach
    void begin() throws Exception {
        client = ZOOKEEPER.clientInTree();
        config = new LiveConfig(client, Map.of());
        config.addListener(change -> {
            if (!change.accepted()) {
                refusals.add(change.message());
            }
        });
        config.start();
        context = new DefaultCamelContext();
        context.getRegistry().bind("config", config);
    }

    @AfterEach
    void end() {
        context.stop();
        config.close();
    }

    @Test
    void aPlaceholderIsWhatIsWrittenElseItsDefault() throws Exception {
        write("plant/limit", "80");
        await().until(() -> config.text("plant/limit").isPresent());
        context.start();

        assertThat(resolve("{{zk:plant/limit}}")).isEqualTo("80");
        assertThat(resolve("{{zk:plant/limit:5}}")).isEqualTo("80");
        assertThat(resolve("{{zk:plant/url:http://a:80/b}}")).isEqualTo("http://a:80/b");
        assertThat(resolve("{{zk:cycle_timeout}}"))
                .as("a setting of Lockstep itself")
                .isEqualTo("10");
        assertThatThrownBy(() -> resolve("{{zk:plant/none}}"))
                .hasStackTraceContaining(
                        "there is no /config/plant/none in ZooKeeper, and {{zk:plant/none}} has no default");
        assertThatThrownBy(() -> resolve("{{zk:/plant}}")).hasStackTraceContaining("allowed is a path below /config");
    }

    @Test
    void onlyTheRoutesThatUseAChangedKeyAreBuiltAnew() throws Exception {
        context.getPropertiesComponent().addInitialProperty("period", "{{zk:plant/period:60s}}");
        load(timer("direct", "{{zk:plant/period:60s}}"), timer("indirect", "{{period}}"), timer("other", "60s"));
        context.start();
        Consumer other = context.getRoute("other").getConsumer();

        write("plant/period", "7s");
        await().untilAsserted(() -> {
            assertThat(period("direct")).isEqualTo("7s");
            assertThat(period("indirect")).isEqualTo("7s");
        });
        client.delete().forPath(Znodes.config("plant/period"));
        await().untilAsserted(() -> {
            assertThat(period("direct")).isEqualTo("60s");
            assertThat(period("indirect")).isEqualTo("60s");
        });

        assertThat(context.getRoute("other").getConsumer()).as("untouched").isSameAs(other);
        assertThat(context.getEndpoints()).as("no endpoint is left behind").hasSize(6);
        assertThat(refusals).isEmpty();
    }

    @Test
    void aValueThatARouteCannotBeBuiltWithIsRefused() throws Exception {
        load(timer("one", "{{zk:plant/period:60s}}"), timer("two", "{{zk:plant/period:60s}}"));
        context.start();
        write("plant/period", "7s");
        await().until(() -> period("one").equals("7s") && period("two").equals("7s"));
        Consumer before = context.getRoute("one").getConsumer();

        write("plant/period", "soon");

        await().until(() -> !refusals.isEmpty());
        assertThat(refusals)
                .singleElement()
                .asString()
                .startsWith("plant/period stays '7s': ")
                .contains("route one", "soon");
        assertThat(context.getRoute("one").getConsumer()).as("still runs").isSameAs(before);
        assertThat(config.text("plant/period")).hasValue("7s");
        write("plant/period", "8s");
        await().until(() -> period("one").equals("8s") && period("two").equals("8s"));
    }

    @Test
    void aValueThatNoRouteStartsWithIsRefusedAndTheOldRouteIsPutBack() throws Exception {
        load(direct("first", "a"), direct("second", "{{zk:plant/name:b}}"));
        context.start();

        // Two routes cannot consume from one direct: endpoint, which only shows when the second one starts.
        write("plant/name", "a");

        await().until(() -> !refusals.isEmpty());
        assertThat(refusals)
                .singleElement()
                .asString()
                .startsWith("plant/name stays at its default: ")
                .contains("route second");
        await().until(() -> context.getRoute("second") != null
                && context.getRouteController().getRouteStatus("second").isStarted());
        assertThat(context.createProducerTemplate().requestBody("direct:b", "hello"))
                .isEqualTo("hello");
        assertThat(context.createProducerTemplate().requestBody("direct:a", "hello"))
                .isEqualTo("hello");
    }

    @Test
    void anExchangeCanReadTheValueOfTheMoment() throws Exception {
        load(
                """
                - route:
                    id: reads
                    from:
                      uri: direct:reads
                      steps:
                        - setBody:
                            expression:
                              method:
                                ref: config
                                method: "value('plant/limit', '5')"
                """);
        context.start();
        Consumer before = context.getRoute("reads").getConsumer();

        assertThat(context.createProducerTemplate().requestBody("direct:reads", ""))
                .isEqualTo("5");
        write("plant/limit", "6");
        await().until(() ->
                context.createProducerTemplate().requestBody("direct:reads", "").equals("6"));

        assertThat(context.getRoute("reads").getConsumer()).isSameAs(before);
    }

    @Test
    void ofAThousandQuickWritesTheLastOneIsBuiltIn() throws Exception {
        load(timer("one", "{{zk:plant/period:60s}}"));
        context.start();
        for (int i = 1; i <= 1_000; i++) {
            write("plant/period", i + "s");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> period("one").equals("1000s"));
        assertThat(refusals).isEmpty();
    }

    @Test
    void aRouteThatIsBuiltWhileZooKeeperIsAwayHasTheDefaultUntilTheValueIsKnown() throws Exception {
        write("plant/period", "7s");
        try (Cable cable = new Cable(ZOOKEEPER.port())) {
            cable.unplug();
            try (LiveConfig away = new LiveConfig(ZOOKEEPER.client(ZOOKEEPER.hosts(cable)), Map.of())) {
                away.start();
                context.getRegistry().bind("config", away);
                load(timer("one", "{{zk:plant/period:60s}}"));
                context.start();
                assertThat(period("one")).isEqualTo("60s");

                cable.plug();
                await().atMost(Duration.ofSeconds(30)).until(() -> period("one").equals("7s"));
            }
        }
    }

    private String period(String id) {
        Route route = context.getRoute(id);
        // While it is being replaced there is none.
        return route == null ? "" : route.getEndpoint().getEndpointUri().replaceAll(".*period=", "");
    }

    private String resolve(String text) {
        return context.resolvePropertyPlaceholders(text);
    }

    private void write(String key, String value) throws Exception {
        client.create().orSetData().creatingParentsIfNeeded().forPath(Znodes.config(key), Znodes.encode(value));
    }

    private void load(String... routes) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("file:plant.camel.yaml", String.join("", routes)));
    }

    private static String timer(String id, String period) {
        return """
                - route:
                    id: %s
                    from:
                      uri: timer:%s
                      parameters:
                        period: "%s"
                      steps:
                        - to:
                            uri: log:%s
                """
                .formatted(id, id, period, id);
    }

    private static String direct(String id, String name) {
        return """
                - route:
                    id: %s
                    from:
                      uri: "direct:%s"
                      steps:
                        - log:
                            message: "${body}"
                """
                .formatted(id, name);
    }
}
