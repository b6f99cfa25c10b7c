package dev.lockstep.camel.sensor;

import dev.lockstep.camel.Node;
import dev.lockstep.protocol.cycle.Barrier;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Waits, without a timeout, until the cycle in the variable {@code cycle} is over. If the route or the node stops, the wait
 * and the exchange end, or the shutdown would wait for them: Camel announces a shutdown to the processors of a route but not
 * to its producers, so this is not an operation of {@code lockstep:barrier}. Bean name: {@code barrierWait}.
 *
 * <p>If the variable {@code failed} is set, the node has no reading of the cycle: then the wait and the exchange end after a
 * pause, so that the loop measures again while the cycle is open. Otherwise, if all sensors fail for a moment (for example
 * because their broker restarts), the cycle would never have a reading, and all nodes would wait for its end for ever. The
 * pause is as long as the node has been without a reading, one to ten seconds.
 *
 * <p>For one route; {@link #prepareShutdown} and {@link #republish} may be called by any thread.
 */
public final class BarrierWait extends ServiceSupport implements Processor, ShutdownPrepared, CamelContextAware {

    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private static final String ROUTE = "sensor";

    private final Barrier barrier;
    private CamelContext camel;
    private Thread waiting;
    private Wait wait;
    private boolean stopping;
    /** Whether {@link #republish} was called since the last wait. */
    private boolean republish;

    /**
     * A wait at the barrier.
     *
     * @param cycle the cycle whose end it waits for
     * @param sinceNanos the {@link System#nanoTime()} at which it first waited for it
     */
    public record Wait(long cycle, long sinceNanos) {}

    public BarrierWait(Node node) {
        this.barrier = new Barrier(node.curator());
    }

    /** Returns the barrier that this node waits at. */
    public Barrier barrier() {
        return barrier;
    }

    @Override
    public void process(Exchange exchange) {
        long cycle = exchange.getVariable("cycle", Long.class);
        try {
            if (enter(cycle) && barrier.awaitRelease(cycle, timeout(exchange)) > cycle) {
                return;
            }
        } catch (InterruptedException e) {
            // The route stops, or the reading of the cycle is published again.
        } finally {
            leave();
        }
        exchange.setRouteStop(true);
    }

    /**
     * Ends the wait and the sensor's loop. A {@code timer:} with {@code delay: -1} ignores that it is suspended (Camel 4.17), and
     * would start exchange after exchange until the stop's timeout; so its consumer is stopped.
     */
    @Override
    public synchronized void prepareShutdown(boolean suspendOnly, boolean forced) {
        stopping = true;
        if (camel.getRoute(ROUTE) != null) {
            ServiceHelper.stopService(camel.getRoute(ROUTE).getConsumer());
        }
        endWait();
    }

    /**
     * Ends a wait that is under way, and its exchange, so that the sensor's loop publishes the reading of the
     * open cycle again. If the loop is on its way to the wait, and has perhaps published already, the wait ends at once.
     */
    public synchronized void republish() {
        republish = true;
        endWait();
    }

    private void endWait() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** Returns the wait that is under way; empty if there is none. */
    public synchronized Optional<Wait> current() {
        return waiting == null ? Optional.empty() : Optional.of(wait);
    }

    /** Lets the sensor wait again after {@link #prepareShutdown}. */
    synchronized void waitAgain() {
        stopping = false;
    }

    @Override
    protected void doStart() {
        waitAgain();
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        camel = camelContext;
    }

    private synchronized Duration timeout(Exchange exchange) {
        if (!exchange.getVariable("failed", false, Boolean.class)) {
            return Barrier.FOREVER;
        }
        long withoutReading = System.nanoTime() - wait.sinceNanos;
        return Duration.ofNanos(Math.max(MIN_PAUSE.toNanos(), Math.min(withoutReading, MAX_PAUSE.toNanos())));
    }

    private synchronized boolean enter(long cycle) {
        boolean waits = !stopping && !republish;
        republish = false;
        waiting = waits ? Thread.currentThread() : null;
        if (wait == null || wait.cycle != cycle) {
            wait = new Wait(cycle, System.nanoTime());
        }
        return waits;
    }

    private synchronized void leave() {
        waiting = null;
        // The loop publishes next, whatever ended the wait.
        republish = false;
        // An interrupt that arrives just after the wait must not affect what this thread does next.
        Thread.interrupted();
    }
}
