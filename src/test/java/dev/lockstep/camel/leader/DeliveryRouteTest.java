package dev.lockstep.camel.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.NodeRoutesTest;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.delivery.DeliveryProblem;
import dev.lockstep.testing.Leaders;
import dev.lockstep.testing.api.ApiAnswer;
import dev.lockstep.testing.api.ApiRequest;
import dev.lockstep.testing.api.FakeApi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test is the leader, up to the frozen report. */
class DeliveryRouteTest extends NodeRoutesTest {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private CycleLeader leader;

    @Override
    protected List<String> files() {
        return List.of("node/beans.camel.yaml", "node/delivery.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = super.settings();
        settings.put("delivery.max-kept", "5");
        return settings;
    }

    @BeforeEach
    void beginTerm() throws Exception {
        leader = begin("1");
    }

    @Test
    void aReportIsPostedUnchangedWithItsKey() throws Exception {
        handOver(1);

        await().until(() -> api.requests().size() == 1);
        ApiRequest request = api.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/api/v1/reports");
        assertThat(request.body()).isEqualTo(text(1));
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("idempotency-key", "\"" + cluster + "-1\"");
    }

    @Test
    void theFrozenTextIsSentAlsoIfThisReleaseWouldEncodeItInAnotherWay() throws Exception {
        String text = text(1).replace(",", " , ").replace("}]}", "}],\"unit\":\"°C\"}");
        leader.freeze(1, text, List.of());
        enqueue(leader, 1);

        await().untilAsserted(() ->
                assertThat(api.requests()).extracting(ApiRequest::body).containsExactly(text));
    }

    @Test
    void headersOfTheExchangeDoNotLeakIntoTheRequest() throws Exception {
        leader.freeze(1, text(1), List.of());
        template().send("direct:hand-over", exchange -> {
            exchange.setVariable("cycleLeader", leader);
            exchange.setVariable("cycle", 1L);
            exchange.getMessage().setHeader("CamelHttpMethod", "DELETE");
            exchange.getMessage().setHeader("CamelHttpQuery", "leak=1");
            exchange.getMessage().setHeader("X-Private", "leak");
        });

        await().until(() -> api.requests().size() == 1);
        assertThat(api.requests().get(0).method()).isEqualTo("POST");
        assertThat(api.requests().get(0).target()).isEqualTo("/api/v1/reports");
        assertThat(api.requests().get(0).headers().keySet())
                .isSubsetOf(
                        "idempotency-key",
                        "content-type",
                        "content-length",
                        "transfer-encoding",
                        "host",
                        "connection",
                        "user-agent",
                        "accept-encoding");
    }

    @Test
    void headersOfTheResponseDoNotLeakIntoTheNextRequest() throws Exception {
        api.answer(request -> ApiAnswer.of(api.requests().isEmpty() ? 503 : 201));
        handOver(1);
        handOver(2);

        await().until(() -> api.taken().size() == 2);
        assertThat(api.requests())
                .extracting(request -> request.headers().keySet())
                .containsOnly(api.requests().get(0).headers().keySet());
    }

    @Test
    void aReportThatIsAcceptedAfterItsCycleIsRemoved() throws Exception {
        api.answer(503);
        handOver(1);
        await().until(() -> !api.requests().isEmpty());
        leader.release(1, PERIOD);
        assertThat(frozen(1)).isNotNull();
        api.answer(200);

        await().untilAsserted(() -> assertThat(frozen(1)).isNull());
    }

    @Test
    void aReportThatIsAcceptedBeforeItsReleaseStaysUntilThen() throws Exception {
        handOver(1);
        leader.delivery().outbox().awaitSettled(1, Duration.ofSeconds(20));

        assertThat(frozen(1)).isNotNull();
        leader.release(1, PERIOD);
        assertThat(frozen(1)).isNull();
    }

    @Test
    void keptReportsAreDeliveredInOrderAndUnchangedOnceTheApiIsBack() throws Exception {
        api.answer(503);
        for (long cycle = 1; cycle <= 4; cycle++) {
            handOver(cycle);
            leader.release(cycle, PERIOD);
        }
        await().until(() -> api.requests().size() >= 3);
        assertThat(api.requests()).as("one at a time, the oldest").allSatisfy(request -> assertThat(request.body())
                .isEqualTo(text(1)));
        api.answer(201);

        await().untilAsserted(() -> assertThat(api.taken()).containsExactly(1L, 2L, 3L, 4L));
        await().untilAsserted(() -> assertThat(leader.delivery().inherited()).isEmpty());
        assertThat(api.requests())
                .allSatisfy(request -> assertThat(request.body()).isEqualTo(text(request.cycle())));
    }

    @Test
    void aReportThatTheApiWillNeverAcceptIsSetAsideAndTheOthersAreDelivered() throws Exception {
        api.answer(request -> ApiAnswer.of(request.cycle() == 2 ? 422 : 201));
        for (long cycle = 1; cycle <= 3; cycle++) {
            handOver(cycle);
            leader.release(cycle, PERIOD);
        }

        await().untilAsserted(() -> assertThat(api.taken()).containsExactly(1L, 3L));
        await().untilAsserted(() -> assertThat(leader.delivery().inherited()).isEmpty());
        assertThat(client.getChildren().forPath(Znodes.REFUSED)).containsExactly("2");
        assertThat(client.getData().forPath(Znodes.refused(2))).asString().isEqualTo(text(2));
        assertThat(api.requests()).as("2 is tried once").hasSize(3);
    }

    @Test
    void aStatusThatMayBeTemporaryIsRetried() throws Exception {
        List<Integer> answers = List.of(500, 404, 401, 429, 302, 204);
        api.answer(request -> ApiAnswer.of(answers.get(api.requests().size())));
        handOver(1);
        leader.release(1, PERIOD);

        await().untilAsserted(() -> assertThat(frozen(1)).isNull());
        assertThat(api.requests()).hasSize(6);
        assertThat(client.getChildren().forPath(Znodes.REFUSED)).isEmpty();
    }

    @Test
    void theHeaderRetryAfterIsHonoured() throws Exception {
        api.answer(request -> api.requests().isEmpty() ? ApiAnswer.tooMany(1) : ApiAnswer.ACCEPT);
        handOver(1);

        await().until(() -> api.taken().size() == 1);
        assertThat(api.requests()).as("the configured pauses are 20 to 50 ms").hasSize(2);
        assertThat(Duration.between(
                        api.requests().get(0).at(), api.requests().get(1).at()))
                .isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void theReasonWhyReportsAreKeptIsInZooKeeperUntilTheyAreAccepted() throws Exception {
        api.answer(503);
        handOver(1);
        leader.release(1, PERIOD);
        await().until(() -> api.requests().size() >= 3);

        DeliveryProblem problem = Json.read(client.getData().forPath(Znodes.DELIVERY), DeliveryProblem.class);
        assertThat(problem.api()).isEqualTo("http://" + api.address() + "/api/v1/reports");
        assertThat(problem.why()).isEqualTo("answers 503");
        assertThat(problem.cycle()).isEqualTo(1);
        assertThat(client.checkExists().forPath(Znodes.DELIVERY).getVersion())
                .as("written once, however many attempts there are")
                .isEqualTo(1);
        api.answer(201);

        await().until(() -> client.getData().forPath(Znodes.DELIVERY).length == 0);
        assertThat(frozen(1)).isNull();
    }

    @Test
    void aNewLeaderClearsTheDeliveryStateOfTheOldOne() throws Exception {
        api.answer(503);
        handOver(1);
        leader.release(1, PERIOD);
        await().until(() -> client.getData().forPath(Znodes.DELIVERY).length > 0);
        CycleLeader next = begin("2");
        leader.close();
        api.answer(201);
        enqueue(next, 1);

        await().until(() -> client.getData().forPath(Znodes.DELIVERY).length == 0);
        next.close();
    }

    @Test
    void aChangedAddressAppliesToTheNextAttempt() throws Exception {
        api.answer(503);
        handOver(1);
        await().until(() -> !api.requests().isEmpty());
        try (FakeApi other = FakeApi.start()) {
            configure("api_url", "http://" + other.address() + "/elsewhere");

            await().until(() -> !other.requests().isEmpty());
            assertThat(other.requests().get(0).target()).isEqualTo("/elsewhere");
            assertThat(other.requests().get(0).body()).isEqualTo(text(1));
        }
    }

    @Test
    void theOlderApiReceivesOnlyTheMean() throws Exception {
        reportsGoTo("http://" + api.address() + "/nuevo");
        handOver(1);
        leader.release(1, PERIOD);

        await().untilAsserted(() -> assertThat(frozen(1)).isNull());
        assertThat(api.requests())
                .extracting(ApiRequest::method, ApiRequest::target, ApiRequest::body)
                .containsExactly(tuple("GET", "/nuevo?dato=80.5", ""));
    }

    @Test
    void anAddressOfTheOlderApiKeepsItsOwnParameters() throws Exception {
        reportsGoTo("http://" + api.address() + "/detectar?plant=a");
        handOver(1);

        await().until(() -> !api.requests().isEmpty());
        assertThat(api.requests().get(0).target()).isIn("/detectar?plant=a&dato=80.5", "/detectar?dato=80.5&plant=a");
    }

    @Test
    void anAddressKeepsItsParameters() throws Exception {
        reportsGoTo("http://" + api.address() + "/reports?plant=a%20b");
        handOver(1);

        await().until(() -> !api.requests().isEmpty());
        assertThat(api.requests().get(0).target()).isEqualTo("/reports?plant=a%20b");
    }

    @Test
    void whenTooManyAreKeptTheCyclesWait() throws Exception {
        api.answer(503);
        // One is being delivered, and the maximum number waits behind it.
        for (long cycle = 1; cycle <= 6; cycle++) {
            handOver(cycle);
            leader.release(cycle, PERIOD);
            if (cycle == 1) {
                await().until(() -> !api.requests().isEmpty());
            }
        }
        leader.freeze(7, text(7), List.of());
        Thread thread = new Thread(() -> enqueue(leader, 7));
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
        assertThat(thread.isAlive()).isTrue();
        api.answer(201);

        await().untilAsserted(() -> assertThat(api.taken())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList()));
    }

    @Test
    void aDeposedLeaderStopsRetryingAndTheNextOneDelivers() throws Exception {
        api.answer(503);
        handOver(1);
        leader.release(1, PERIOD);
        await().until(() -> !api.requests().isEmpty());
        CycleLeader next = begin("2");
        leader.close();
        enqueue(next, 1);
        api.answer(201);

        await().untilAsserted(() -> assertThat(frozen(1)).isNull());
        // The old leader's last attempt may have been under way; then the API receives the same key and body twice.
        assertThat(api.requests())
                .extracting(ApiRequest::body)
                .containsOnly(api.requests().get(0).body());
        next.close();
    }

    @Test
    void theOlderApiReceivesTheChosenStatistic() throws Exception {
        reportsGoTo("http://" + api.address() + "/nuevo");
        leader.freeze(
                1, text(1).replace("\"skewMs\"", "\"statistic\":\"median\",\"value\":79.5,\"skewMs\""), List.of());
        enqueue(leader, 1);
        leader.release(1, PERIOD);

        await().until(() -> frozen(1) == null);
        assertThat(api.requests()).extracting(ApiRequest::target).containsExactly("/nuevo?dato=79.5");
    }

    @Test
    void aReportInWhichNoReadingCountsIsNotSentToTheOlderApiAndTheNextIs() throws Exception {
        reportsGoTo("http://" + api.address() + "/nuevo");
        String empty = text(1).replace("\"count\":1", "\"count\":0").replace("\"mean\":80.5", "\"mean\":null");
        leader.freeze(1, empty, List.of());
        enqueue(leader, 1);
        leader.release(1, PERIOD);
        handOver(2);
        leader.release(2, PERIOD);

        await().until(() -> frozen(1) == null && frozen(2) == null);
        assertThat(Znodes.text(client.getData().forPath(Znodes.refused(1)))).isEqualTo(empty);
        assertThat(api.requests()).extracting(ApiRequest::target).containsExactly("/nuevo?dato=80.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "null", "{}", "[1]"})
    void invalidDataInPlaceOfAReportIsSetAsideAndTheNextReportIsDelivered(String invalid) throws Exception {
        client.create().forPath(Znodes.report(1), Znodes.encode(invalid));
        enqueue(leader, 1);
        leader.release(1, PERIOD);
        handOver(2);
        leader.release(2, PERIOD);

        await().until(() -> frozen(1) == null && frozen(2) == null);
        assertThat(client.getData().forPath(Znodes.refused(1))).asString().isEqualTo(invalid);
        assertThat(api.requests()).as("report 2 alone").hasSize(1);
    }

    private CycleLeader begin(String id) throws InterruptedException {
        CuratorFramework own = ZOOKEEPER.client();
        return Leaders.begin(own, id);
    }

    private void handOver(long cycle) throws Exception {
        leader.freeze(cycle, text(cycle), List.of());
        enqueue(leader, cycle);
    }

    private void enqueue(CycleLeader leading, long cycle) {
        template().send("direct:hand-over", exchange -> {
            exchange.setVariable("cycleLeader", leading);
            exchange.setVariable("cycle", cycle);
        });
    }

    private void reportsGoTo(String url) throws Exception {
        configure("api_url", url);
        LeaderExpressions expressions =
                context().getRegistry().lookupByNameAndType("leaderExpressions", LeaderExpressions.class);
        await().until(() -> expressions.api().toString().equals(url));
    }

    private String text(long cycle) {
        Instant ten = Instant.parse("2026-11-23T10:00:00.123456Z").plusSeconds(cycle);
        return Json.write(new Report(
                cluster,
                cycle,
                leader.term().epoch(),
                "1",
                ten,
                ten.plusSeconds(1),
                1,
                80.5,
                80.5,
                80.5,
                0,
                0,
                List.of(),
                List.of(new Report.Entry("1", 80.5, ten))));
    }
}
