package dev.lockstep.camel.sensor;

import dev.lockstep.protocol.cycle.Barrier;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Waits, without any timeout, until the cycle in the variable {@code cycle} is over. When the route or the node stops the
 * wait ends and with it the exchange, or the shutdown would wait for it. Bean name: {@code awaitRelease}.
 *
 * <p>Where the variable {@code failed} is set, the node has no reading of the cycle: then the wait ends, and with it the exchange,
 * after a pause, so that the loop measures again while the cycle is open. If it did not, a moment in which all sensors fail (their
 * broker is started anew) would leave a cycle that never has a reading, and nodes that wait for ever for its end. The pause is
 * as long as the node has been without a reading, one to ten seconds.
 *
 * <p>For one route; {@link #prepareShutdown} may be called on any thread.
 */
public final class BarrierWait extends ServiceSupport implements Processor, ShutdownPrepared {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Barrier barrier;
    private Thread waiting;
    private Wait wait;
    private boolean stopping;

    /**
     * The sensor stands at the barrier.
     *
     * @param cycle the cycle whose end it waits for
     * @param sinceNanos the {@link System#nanoTime()} at which it came there first
     */
    public record Wait(long cycle, long sinceNanos) {}

    public BarrierWait(Barrier barrier) {
        this.barrier = barrier;
    }

    @Override
    public void process(Exchange exchange) {
        long cycle = exchange.getVariable("cycle", Long.class);
        try {
            if (enter(cycle) && barrier.awaitRelease(cycle, patience(exchange)) > cycle) {
                return;
            }
        } catch (InterruptedException e) {
            // The route stops, or the cycle is begun anew.
        } finally {
            leave();
        }
        exchange.setRouteStop(true);
    }

    @Override
    public synchronized void prepareShutdown(boolean suspendOnly, boolean forced) {
        stopping = true;
        again();
    }

    /** Ends a wait that is under way, and its exchange with it, so that the sensor's loop begins the open cycle anew. */
    public synchronized void again() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** What the sensor waits for now; empty if it does not. */
    public synchronized Optional<Wait> waiting() {
        return waiting == null ? Optional.empty() : Optional.of(wait);
    }

    @Override
    protected synchronized void doStart() {
        stopping = false;
    }

    private synchronized Duration patience(Exchange exchange) {
        if (!exchange.getVariable("failed", false, Boolean.class)) {
            return Barrier.FOREVER;
        }
        long without = System.nanoTime() - wait.sinceNanos;
        return Duration.ofNanos(Math.max(SHORTEST_PAUSE.toNanos(), Math.min(without, LONGEST_PAUSE.toNanos())));
    }

    private synchronized boolean enter(long cycle) {
        waiting = stopping ? null : Thread.currentThread();
        if (wait == null || wait.cycle != cycle) {
            wait = new Wait(cycle, System.nanoTime());
        }
        return !stopping;
    }

    private synchronized void leave() {
        waiting = null;
        // An interrupt that came just after the wait must not hit what this thread does next.
        Thread.interrupted();
    }
}
