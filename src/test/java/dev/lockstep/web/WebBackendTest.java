package dev.lockstep.web;

import static dev.lockstep.web.Backend.json;
import static dev.lockstep.web.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.camel.lifecycle.PortInUseException;
import dev.lockstep.camel.lifecycle.WebMain;
import dev.lockstep.embedded.EmbeddedRedis;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.JedisPooled;

/** Every row of the API's contract, over real HTTP, with the real routes and a real Redis. */
class WebBackendTest {

    @TempDir
    static Path data;

    private static EmbeddedRedis redis;
    private static JedisPooled client;
    private static Backend backend;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start(data);
        client = new JedisPooled(URI.create(redis.url()));
        backend = Backend.start(redis.url());
    }

    @AfterAll
    static void stop() {
        backend.close();
        client.close();
        redis.close();
    }

    @BeforeEach
    void deleteEverything() {
        client.flushAll();
    }

    // --- POST /api/v1/reports

    @Test
    void aNewReportIsStoredAsItWasSent() {
        String report = report("c", 42, 80).replace("{\"cluster\"", "{ \"note\" : \"año\",\n\"cluster\"");

        HttpResponse<String> answer = backend.post(report);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo(report);
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(backend.get(location).body()).isEqualTo("[" + report + "]");
    }

    @Test
    void aRepetitionIsAnsweredWithTheFirstReportWhateverItsBody() {
        backend.post(report("c", 42, 80));

        HttpResponse<String> answer = backend.post(report("c", 42, 99));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(answer.body()).isEqualTo(report("c", 42, 80));
        assertThat(backend.get("/api/v1/reports").body()).isEqualTo("[" + report("c", 42, 80) + "]");
    }

    @Test
    void theSameCycleOfAnotherClusterIsAnotherReport() {
        assertThat(backend.post(report("old", 1, 80)).statusCode()).isEqualTo(201);
        assertThat(backend.post(report("new", 1, 80)).statusCode()).isEqualTo(201);
    }

    @Test
    void ofAHundredReportsOfOneCycleAtTheSameTimeOneIsStoredAndAllGetThatOne() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(20);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<HttpResponse<String>>> pending = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String report = report("c", 7, i);
            pending.add(senders.submit(() -> {
                go.await();
                return backend.post(report);
            }));
        }
        go.countDown();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : pending) {
            answers.add(answer.get());
        }
        senders.shutdown();

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(99);
        Set<String> bodies = answers.stream().map(HttpResponse::body).collect(Collectors.toSet());
        assertThat(bodies).containsExactly(backend.get("/api/v1/reports/latest").body());
        assertThat(json(backend.get("/api/v1/status")).at("/counts/stored").asInt())
                .isEqualTo(1);
        assertThat(json(backend.get("/api/v1/status")).at("/counts/replayed").asInt())
                .isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8"})
    void jsonIsAcceptedWithAndWithoutACharset(String contentType) {
        HttpResponse<String> answer = postAs(contentType);

        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense"})
    void anythingButJsonIsRefusedWith415(String contentType) {
        assertProblem(postAs(contentType), 415);
    }

    @Test
    void aBodyWithoutATypeIsRefusedWith415() {
        HttpRequest.Builder request =
                backend.request("/api/v1/reports").POST(HttpRequest.BodyPublishers.ofString(report("c", 1, 80)));

        assertProblem(backend.send(request), 415);
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsRefusedWith413() {
        assertProblem(backend.post(report("c", 1, 80) + " ".repeat(1 << 20)), 413);
        assertThat(backend.post(report("c", 1, 80) + " ".repeat(1 << 19)).statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{", "[]", "null", "42", "\"text\"", "{} {}", "{\"cluster\":NaN}", "\u0000"})
    void aBodyThatIsNotAJsonObjectIsRefusedWith400(String body) {
        assertThat(assertProblem(backend.post(body), 400)
                        .at("/errors/0/pointer")
                        .asText())
                .startsWith("#");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"cluster\":\"c\"            | \"cluster\":\"\"                   | /cluster",
                "\"cluster\":\"c\"            | \"cluster\":\"a b\"                | /cluster",
                "\"cluster\":\"c\"            | \"cluster\":7                      | /cluster",
                "\"cluster\":\"c\"            | \"klaster\":\"c\"                  | /cluster",
                "\"cycle\":5                  | \"cycle\":0                        | /cycle",
                "\"cycle\":5                  | \"cycle\":-5                       | /cycle",
                "\"cycle\":5                  | \"cycle\":5.5                      | /cycle",
                "\"cycle\":5                  | \"cycle\":\"5\"                    | /cycle",
                "\"cycle\":5                  | \"cycle\":9007199254740993         | /cycle",
                "\"cycle\":5                  | \"cycle\":1e300                    | /cycle",
                "\"epoch\":3                  | \"epoch\":-1                       | /epoch",
                "\"leader\":\"1\"             | \"leader\":null                    | /leader",
                "\"openedAt\":\"2026          | \"openedAt\":\"yesterday 2026      | /openedAt",
                "\"count\":2                  | \"count\":3                        | /count",
                "\"count\":2                  | \"count\":0                        | /count",
                "\"mean\":80.0                | \"mean\":1e999                     | /mean",
                "\"min\":79.0                 | \"min\":1e999                      | /min",
                "\"max\":81.0                 | \"max\":1e999                      | /max",
                "\"stddev\":1.0               | \"stddev\":-1.0                    | /stddev",
                "\"skewMs\":0.5               | \"skewMs\":\"0.5\"                 | /skewMs",
                "\"missing\":[\"3\"]          | \"missing\":\"3\"                  | /missing",
                "\"missing\":[\"3\"]          | \"missing\":[3]                    | /missing/0",
                "\"readings\":[               | \"readings\":[7,                   | /readings/0",
                "\"id\":\"2\"                 | \"id\":\"1\"                       | /readings/1/id",
                "\"value\":79.0               | \"value\":-1e999                   | /readings/0/value",
                "\"value\":79.0               | \"value\":\"79\"                   | /readings/0/value",
                "\"value\":79.0,              | ``                                 | /readings/0/value",
                "\"id\":\"1\",                | \"id\":\"1\",\"quality\":\"Fine\", | /readings/0/quality",
                "\"id\":\"1\",                | \"id\":\"1\",\"unit\":\"\",        | /readings/0/unit",
                "\"id\":\"1\",                | \"id\":\"1\",\"excluded\":\"unit\", | /count",
                "\"mean\":80.0                | \"mean\":null                      | /mean",
                "\"skewMs\":0.5               | \"skewMs\":0.5,\"statistic\":\"median\" | /value",
                "\"skewMs\":0.5               | \"skewMs\":0.5,\"statistic\":\"avg\",\"value\":1 | /statistic",
            })
    void aReportWithAWrongFieldIsRefusedWith400AndTheFieldIsNamed(String right, String wrong, String pointer) {
        String body = report("c", 5, 80).replace(right, wrong);
        assertThat(body).isNotEqualTo(report("c", 5, 80));

        JsonNode problem = assertProblem(backend.post(body), 400);

        assertThat(problem.at("/errors").findValuesAsText("pointer")).contains("#" + pointer);
        assertThat(backend.get("/api/v1/reports").body()).isEqualTo("[]");
    }

    @Test
    void aReportInWhichNoReadingCountsIsStored() {
        String body = report("c", 5, 80)
                .replace("\"count\":2", "\"count\":0")
                .replaceAll("\"(mean|min|max|stddev)\":[0-9.]+", "\"$1\":null")
                .replace("\"takenAt\"", "\"quality\":\"Bad\",\"excluded\":\"quality\",\"takenAt\"");

        assertThat(backend.post(body).statusCode()).isEqualTo(201);
        assertThat(backend.get("/api/v1/reports/latest").body()).isEqualTo(body);
        assertProblem(
                backend.post(body.replace("\"mean\":null", "\"mean\":80.0").replace("\"cycle\":5", "\"cycle\":6")),
                400);
    }

    @Test
    void theStatusIsOfTheRequestedCluster() throws Exception {
        backend.post(report("plant-a", 1, 80));
        backend.post(report("plant-a", 2, 81));
        backend.post(report("plant-b", 7, 20));

        JsonNode last = json(backend.get("/api/v1/status"));
        JsonNode asked = json(backend.get("/api/v1/status?cluster=plant-a"));
        JsonNode unknown = json(backend.get("/api/v1/status?cluster=plant-c"));

        assertThat(last.at("/clusters").toString()).isEqualTo("[\"plant-b\",\"plant-a\"]");
        assertThat(last.at("/lastReport/cycle").asInt()).isEqualTo(7);
        assertThat(asked.at("/lastReport/cycle").asInt()).isEqualTo(2);
        assertThat(asked.at("/reports").asInt()).isEqualTo(2);
        assertThat(asked.at("/counts/stored").asInt()).isEqualTo(3);
        assertThat(unknown.has("lastReport")).isFalse();
        assertThat(unknown.at("/reports").asInt()).isZero();
        assertProblem(backend.get("/api/v1/status?cluster=a%20b"), 400);
    }

    @Test
    void aDuplicateFieldIsRefusedWith400() {
        assertProblem(backend.post(report("c", 5, 80).replace("{\"cluster\"", "{\"cycle\":6,\"cluster\"")), 400);
    }

    @Test
    void theArithmeticOfAReportIsNotChecked() {
        backend.post(report("c", 5, 80));

        HttpResponse<String> repeated = backend.post(report("c", 5, 80).replace("\"mean\":80.0", "\"mean\":999.0"));

        assertThat(repeated.statusCode()).isEqualTo(200);
        assertThat(repeated.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(repeated.body()).isEqualTo(report("c", 5, 80));
    }

    @Test
    void aMatchingKeyIsAccepted() {
        assertThat(postWithKey("\"c-5\"").statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-5", "\"c-6\"", "\"d-5\"", "\"c-5", "\"\"", "'c-5'"})
    void aKeyThatDoesNotMatchIsRefusedWith400(String key) {
        JsonNode problem = assertProblem(postWithKey(key), 400);

        assertThat(problem.at("/errors/0/header").asText()).isEqualTo("Idempotency-Key");
    }

    @Test
    void headersAndParametersOfARequestDoNotComeBackInTheAnswer() {
        HttpRequest.Builder request = backend.request("/api/v1/reports/latest?Location=/evil&X-Evil=1")
                .header("X-Mine", "1")
                .GET();
        backend.post(report("c", 1, 80));

        assertThat(backend.send(request).headers().map()).doesNotContainKeys("location", "x-evil", "x-mine");
    }

    // --- GET /api/v1/reports

    @Test
    void reportsAreSortedByCycleNewestFirst() {
        for (int cycle : new int[] {2, 10, 1, 9}) {
            backend.post(report("c", cycle, cycle));
        }

        assertThat(cycles("/api/v1/reports")).containsExactly("c10", "c9", "c2", "c1");
        assertThat(cycles("/api/v1/reports?from=2&to=9")).containsExactly("c9", "c2");
        assertThat(cycles("/api/v1/reports?limit=3")).containsExactly("c10", "c9", "c2");
        assertThat(cycles("/api/v1/reports?from=3&to=8")).isEmpty();
    }

    @Test
    void theClusterThatReportedLastIsFirstUnlessOneIsRequested() {
        backend.post(report("old", 100, 80));
        backend.post(report("new", 1, 80));

        assertThat(cycles("/api/v1/reports")).containsExactly("new1", "old100");
        assertThat(cycles("/api/v1/reports?limit=1")).containsExactly("new1");
        assertThat(cycles("/api/v1/reports?cluster=old")).containsExactly("old100");
        assertThat(cycles("/api/v1/reports?cluster=unknown")).isEmpty();
    }

    @Test
    void aHundredReportsAreReturnedUnlessMoreAreRequested() {
        for (int cycle = 1; cycle <= 101; cycle++) {
            backend.post(report("c", cycle, 80));
        }

        assertThat(cycles("/api/v1/reports")).hasSize(100);
        assertThat(cycles("/api/v1/reports?limit=1000")).hasSize(101);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=1001,limit",
        "limit=many,limit",
        "limit=,limit",
        "limit=1&limit=2,limit",
        "from=0,from",
        "from=-1,from",
        "to=1.5,to",
        "to=99999999999999999999,to",
        "from=5&to=4,to",
        "cluster=,cluster",
        "cluster=a%0d%0ab,cluster",
    })
    void aWrongParameterIsRefusedWith400AndNamed(String query, String name) {
        JsonNode problem = assertProblem(backend.get("/api/v1/reports?" + query), 400);

        assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @Test
    void theLatestReportIsTheOneWithTheHighestCycle() {
        assertProblem(backend.get("/api/v1/reports/latest"), 404);
        backend.post(report("c", 8, 80));
        backend.post(report("c", 7, 70));

        assertThat(backend.get("/api/v1/reports/latest").body()).isEqualTo(report("c", 8, 80));
    }

    // --- GET /api/v1/status

    @Test
    void theStatusHasTheLastReportItsAgeAndCounts() {
        assertThat(backend.get("/api/v1/status").body())
                .isEqualTo(
                        "{\"reports\":0,\"clusters\":[],\"counts\":{\"stored\":0,\"replayed\":0,\"readings\":0,\"measurements\":0}}");
        backend.post(report("c", 1, 80));
        backend.post(report("c", 1, 80));
        backend.get("/nuevo?dato=1");

        JsonNode status = json(backend.get("/api/v1/status"));

        assertThat(status.at("/lastReport/cycle").asInt()).isEqualTo(1);
        assertThat(status.at("/lastReportAgeMs").asLong()).isBetween(0L, 10_000L);
        assertThat(status.at("/counts").toString())
                .isEqualTo("{\"stored\":1,\"replayed\":1,\"readings\":2,\"measurements\":1}");
    }

    // --- The older API

    @Test
    void theOlderApiStoresNumbersAndListsThemNewestFirst() {
        for (String number : List.of("79.66", "-1e3", "+5")) {
            HttpResponse<String> answer = backend.get("/nuevo?dato=" + number);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        }

        HttpResponse<String> list = backend.get("/listar");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(list.body()).containsSubsequence("3 in all", "<li>5</li>", "<li>-1e3</li>", "<li>79.66</li>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?dato=",
                "?dato=NaN",
                "?dato=Infinity",
                "?dato=1e999",
                "?dato=abc",
                "?dato=1&dato=2",
                "?dato=0x10",
                "?dato=1,5",
                "?dato=%3Cscript%3E",
                "?dato=1%0d%0aX-Evil:1",
                "?dato=null"
            })
    void theOlderApiRefusesEverythingButFiniteNumbersWith400(String query) {
        HttpResponse<String> answer = backend.get("/nuevo" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(client.llen("lockstep:measurements")).isZero();
    }

    // --- Everything else

    @Test
    void healthAndMetricsAreOnTheSamePort() {
        assertThat(json(backend.get("/observe/health")).at("/status").asText()).isEqualTo("UP");
        assertThat(backend.get("/observe/metrics").body()).contains("routeId=\"reports-post\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api/v1",
                "/pom.xml",
                "/routes/application.properties",
                "/application.properties",
                "/dev/lockstep/web/WebMain.class",
                "/page/index.html",
                "/..%2fpom.xml"
            })
    void noOtherFileCanBeRead(String path) {
        assertProblem(backend.get(path), 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/v1/reports        | GET, POST",
                "PUT    | /api/v1/reports        | GET, POST",
                "POST   | /api/v1/reports/latest | GET",
                "POST   | /                      | GET",
                "POST   | /nuevo?dato=1          | GET",
                "POST   | /observe/health        | GET",
            })
    void aMethodThatAnAddressDoesNotSupportIsRefusedWith405(String method, String path, String allowed) {
        HttpResponse<String> answer =
                backend.send(backend.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertProblem(answer, 405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
    }

    @Test
    void anUnexpectedFailureIsAProblemToo() {
        client.hset("lockstep:totals", "stored", "not a number");

        JsonNode problem = assertProblem(backend.get("/api/v1/status"), 500);

        assertThat(problem.at("/detail").asText()).doesNotContain("NumberFormatException");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> WebMain.create(Path.of("routes"), taken.getLocalPort(), redis.url(), false))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessage("port " + taken.getLocalPort()
                            + " is in use by another program; choose another with --port or PORT");
        }
    }

    private static HttpResponse<String> postAs(String contentType) {
        return backend.send(backend.posting(report("c", 1, 80)).setHeader("Content-Type", contentType));
    }

    private static HttpResponse<String> postWithKey(String key) {
        return backend.send(backend.posting(report("c", 5, 80)).header("Idempotency-Key", key));
    }

    private static List<String> cycles(String path) {
        List<String> cycles = new ArrayList<>();
        json(backend.get(path))
                .forEach(report -> cycles.add(
                        report.get("cluster").asText() + report.get("cycle").asText()));
        return cycles;
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.at("/status").asInt()).isEqualTo(status);
        assertThat(problem.at("/type").asText()).isEqualTo("about:blank");
        assertThat(problem.at("/title").asText()).isNotBlank();
        assertThat(problem.at("/detail").asText()).isNotBlank();
        return problem;
    }
}
