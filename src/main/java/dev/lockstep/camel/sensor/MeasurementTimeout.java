package dev.lockstep.camel.sensor;

import dev.lockstep.config.LiveConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Calls {@code direct:measure} on a thread of its own and waits for it no longer than the cycle timeout, after which the
 * reading would be in no report. So if a measurement hangs, its node misses only this cycle. The measurement is then
 * interrupted; if it ignores that, it is abandoned together with its exchange, which is a copy, so that a late result is
 * in no cycle.
 *
 * <p>Camel's own parts with a timeout (seda, multicast, the circuit breaker) have one that is fixed when the route is built,
 * do not interrupt the thread, and offer no way to end the wait when the node stops.
 *
 * <p>For one route; {@link #prepareShutdown} may be called by any thread. Bean name: {@code measurementTimeout}.
 */
public final class MeasurementTimeout extends ServiceSupport implements Processor, ShutdownPrepared, CamelContextAware {

    /** The number of measurements that may hang at once; without a limit, a dead sensor would exhaust the node's memory. */
    static final int MAX_HANGING = 8;

    private static final String MEASURE = "direct:measure";

    private final LiveConfig config;
    private CamelContext camel;
    private ProducerTemplate template;
    private ExecutorService threads;
    private Future<Exchange> current;
    private boolean stopping;

    public MeasurementTimeout(LiveConfig config) {
        this.config = config;
    }

    /**
     * Measures, and sets the variable {@code takenAt} to the time right before.
     *
     * @throws MeasurementFailedException if there is no value within the cycle timeout
     * @throws Exception what {@code direct:measure} threw
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        exchange.setVariable("takenAt", Instant.now());
        Future<Exchange> measurement = begin(ExchangeHelper.createCopy(exchange, false));
        Duration timeout = config.settings().cycleTimeout();
        try {
            Exchange measured = measurement.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (measured.getException() != null) {
                throw measured.getException();
            }
            exchange.getMessage().setBody(measured.getMessage().getBody());
            exchange.getVariables().putAll(measured.getVariables());
        } catch (TimeoutException e) {
            throw new MeasurementFailedException(
                    "the measurement hangs: it returned nothing within the cycle timeout of " + timeout.toMillis()
                            + " ms",
                    e);
        } catch (ExecutionException e) {
            throw new MeasurementFailedException("the measurement failed: " + e.getCause(), e);
        } catch (CancellationException | InterruptedException e) {
            // The route stops.
            exchange.setRouteStop(true);
        } finally {
            // Cancel it in any case: its result is not used any more.
            measurement.cancel(true);
        }
    }

    @Override
    public synchronized void prepareShutdown(boolean suspendOnly, boolean forced) {
        stopping = true;
        if (current != null) {
            current.cancel(true);
        }
    }

    @Override
    protected synchronized void doStart() {
        stopping = false;
        template = camel.createProducerTemplate();
        ThreadPoolProfile profile = new ThreadPoolProfileBuilder("measure")
                .poolSize(1)
                .maxPoolSize(MAX_HANGING)
                .maxQueueSize(0)
                // By default the sensor's own thread would run the task, and hang.
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
        threads = camel.getExecutorServiceManager().newThreadPool(this, "measure", profile);
    }

    @Override
    protected synchronized void doStop() {
        camel.getExecutorServiceManager().shutdownNow(threads);
        ServiceHelper.stopService(template);
    }

    private synchronized Future<Exchange> begin(Exchange measurement) throws MeasurementFailedException {
        try {
            current = threads.submit(() -> template.send(MEASURE, measurement));
            if (stopping) {
                current.cancel(true);
            }
            return current;
        } catch (RejectedExecutionException e) {
            throw new MeasurementFailedException(MAX_HANGING + " earlier measurements still hang", e);
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        camel = camelContext;
    }

    /** Thrown when the sensor has no value for this cycle. */
    public static final class MeasurementFailedException extends Exception {
        MeasurementFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
