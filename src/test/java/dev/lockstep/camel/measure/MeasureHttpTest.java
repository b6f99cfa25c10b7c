package dev.lockstep.camel.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.camel.RoutesTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a real HTTP server. */
class MeasureHttpTest extends RoutesTest {

    private final Map<String, String> settings = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private volatile String asked;
    private volatile int status = 200;
    private volatile String answer = "21.5";
    private volatile boolean hangs;

    @Override
    protected List<String> files() {
        return List.of("measure-http.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Override
    protected void setupResources() throws Exception {
        if (server != null) {
            return;
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
                if (hangs) {
                    end.await();
                }
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        settings.put("measure.http.url", url() + "/api/sensors?room=press%204&now");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    protected void cleanupResources() {
        end.countDown();
        server.stop(0);
        threads.shutdown();
    }

    @Test
    void theAddressIsAskedAsItStands() throws Exception {
        assertThat(measure().getMessage().getBody(String.class)).isEqualTo("21.5");
        assertThat(asked).isEqualTo("GET /api/sensors?room=press%204&now");
        answer = "22.5";

        assertThat(measure().getMessage().getBody(String.class))
                .as("asked anew each time")
                .isEqualTo("22.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "$.main.temperature; {\"main\":{\"temperature\":21.5}}",
                "$.sensors[1].value; {\"sensors\":[{\"value\":1},{\"value\":21.5}]}",
                "$[?(@.name=='press 4')].value; [{\"name\":\"press 3\",\"value\":1},{\"name\":\"press 4\",\"value\":\"21.5\"}]"
            })
    void thePathLeadsToTheNumber(String path, String json) throws Exception {
        answer = json;
        restartWith("measure.http.path", path);

        assertThat(measure().getMessage().getBody(String.class)).isEqualTo("21.5");
    }

    @Test
    void itsUnitIsThatOfTheSettings() throws Exception {
        restartWith("measure.http.unit", "°C");

        assertThat(measure().getVariable("unit")).isEqualTo("°C");
    }

    @Test
    void anErrorOfTheServerIsSaid() {
        status = 503;

        assertThatThrownBy(this::measure).hasMessageContaining("statusCode: 503");
    }

    @Test
    void anAnswerWithoutThePathIsSaid() throws Exception {
        answer = "{\"humidity\":40}";
        restartWith("measure.http.path", "$.temperature");

        assertThatThrownBy(this::measure).hasStackTraceContaining("temperature");
    }

    @Test
    void anAnswerThatIsNoJsonIsNoNumber() throws Exception {
        answer = "<html>";
        restartWith("measure.http.path", "$.temperature");

        assertThatThrownBy(this::measure).isInstanceOf(Exception.class);
    }

    @Test
    void aServerThatHangsIsGivenUp() throws Exception {
        hangs = true;
        restartWith("measure.http.timeout", "300");

        assertThatThrownBy(this::measure).hasMessageContaining("Read timed out");
    }

    @Test
    void aServerThatIsAwayIsSaidWithItsAddress() {
        server.stop(0);

        assertThatThrownBy(this::measure)
                .hasMessageContaining("127.0.0.1:" + server.getAddress().getPort());
    }

    private Exchange measure() throws Exception {
        Exchange exchange = template().request("direct:measure", in -> {});
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }

    private void restartWith(String key, String value) throws Exception {
        settings.put(key, value);
        setUp();
    }
}
