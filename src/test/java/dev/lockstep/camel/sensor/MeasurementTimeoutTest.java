package dev.lockstep.camel.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.NodeRoutesTest;
import dev.lockstep.camel.lifecycle.FastShutdown;
import dev.lockstep.testing.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node alone, which leads itself, and a measurement that does what sensors do. */
class MeasurementTimeoutTest extends NodeRoutesTest {

    /** The behaviour of the sensor. */
    @FunctionalInterface
    private interface Behaviour {
        Object measure() throws Exception;
    }

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Behaviour behaviour = () -> 80.5;
    private CapturedLog log;

    @Override
    protected List<String> files() {
        return List.of(
                "node/beans.camel.yaml",
                "node/sensor.camel.yaml",
                "node/leader.camel.yaml",
                "node/delivery.camel.yaml",
                "node/members.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = super.settings();
        settings.put("cycle.timeout", "200ms");
        return settings;
    }

    @Override
    protected List<RoutesBuilder> standIns() {
        return List.of(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:measure").errorHandler(noErrorHandler()).process(this::measure);
            }

            private void measure(Exchange exchange) throws Exception {
                calls.incrementAndGet();
                exchange.getMessage().setBody(behaviour.measure());
            }
        });
    }

    @BeforeEach
    void readTheLog() throws Exception {
        log = CapturedLog.of("sensor");
        // The other node keeps the cycles going, whatever this one does.
        claim("1");
        claim("2");
    }

    @AfterEach
    void closeTheLog() {
        answers.countDown();
        log.close();
    }

    @Test
    void aSensorThatFailsIsMissingAndTheReasonIsLogged() throws Exception {
        behaviour = () -> {
            throw new IllegalStateException("no such device");
        };
        start();
        publish("2", 1, 82);
        awaitOpen(2);

        assertThat(api.requests().get(0).report().missing()).containsExactly("1");
        assertThat(log.lines()).contains("WARN No reading in cycle 1: no such device");
    }

    @Test
    void anInvalidValueIsMissing() throws Exception {
        behaviour = () -> "warm";
        start();
        publish("2", 1, 82);
        awaitOpen(2);

        assertThat(api.requests().get(0).report().missing()).containsExactly("1");
        assertThat(log.lines())
                .contains("WARN No reading in cycle 1: the measurement returned 'warm', which is not a number");
    }

    @Test
    void aSensorThatHangsIsInLaterCyclesOnceItAnswersAgain() throws Exception {
        behaviour = () -> {
            answers.await();
            return 99;
        };
        start();
        publish("2", 1, 82);
        awaitOpen(2);
        publish("2", 2, 82);
        awaitOpen(3);
        behaviour = () -> 80.5;
        publish("2", 3, 82);
        await().untilAsserted(() -> assertThat(log.lines())
                .contains(
                        "WARN No reading in cycle 1: the measurement hangs: it returned nothing within the cycle timeout of"
                                + " 200 ms"));
        awaitNodeInAReport();

        assertThat(api.requests().get(0).report().missing()).containsExactly("1");
    }

    @Test
    void aLateResultIsInNoCycle() throws Exception {
        behaviour = this::hangUninterruptibly;
        start();
        publish("2", 1, 82);
        awaitOpen(2);
        behaviour = () -> {
            answers.countDown();
            return 80.5;
        };
        publish("2", 2, 82);
        awaitNodeInAReport();

        assertThat(api.requests())
                .flatExtracting(request -> request.report().readings())
                .filteredOn(reading -> reading.id().equals("1"))
                .allMatch(reading -> reading.value() == 80.5);
    }

    @Test
    void measurementsThatIgnoreInterruptsDoNotExhaustTheNode() throws Exception {
        behaviour = this::hangUninterruptibly;
        start();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            publish("2", openCycle(), 82);
            assertThat(log.lines()).anyMatch(line -> line.endsWith("8 earlier measurements still hang"));
        });
        assertThat(calls).hasValue(MeasurementTimeout.MAX_HANGING);
        behaviour = () -> 80.5;
        answers.countDown();

        awaitNodeInAReport();
    }

    @Test
    void aSensorThatHangsDoesNotDelayTheShutdown() throws Exception {
        configure("cycle_timeout", "1h");
        behaviour = () -> {
            answers.await();
            return 99;
        };
        start();
        await().until(() -> calls.get() == 1);
        long begin = System.nanoTime();
        context().getRegistry().findSingleByType(FastShutdown.class).onContextStopping(context());

        // Its own timeout is 500 ms; Camel's (set to 100 ms here) would be 3 s for each route.
        assertThat(context().getInflightRepository().size("sensor")).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(log.lines()).noneMatch(line -> line.contains("No reading"));
    }

    private Object hangUninterruptibly() {
        while (answers.getCount() > 0) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                // Ignored, as by a read from a socket.
            }
        }
        return 99;
    }

    private void awaitNodeInAReport() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            publish("2", openCycle(), 82);
            assertThat(api.requests()).anyMatch(request -> request.report().readings().stream()
                    .anyMatch(reading -> reading.id().equals("1")));
        });
    }

    private void start() throws Exception {
        context().getRouteController().startRoute("publish");
        context().getRouteController().startRoute("sensor");
        context().getRouteController().startRoute("leader");
    }
}
