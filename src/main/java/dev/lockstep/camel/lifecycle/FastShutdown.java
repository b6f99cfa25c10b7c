package dev.lockstep.camel.lifecycle;

import dev.lockstep.camel.component.LockstepComponent;
import dev.lockstep.camel.election.ElectionWatchdog;
import dev.lockstep.camel.sensor.BarrierWait;
import dev.lockstep.camel.sensor.MeasurementTimeout;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the node from the cluster at once when it is stopped, so that the other nodes continue without it. Camel's graceful
 * shutdown checks only once a second whether the exchanges in flight have ended, and until then the node's znodes would stay:
 * the next leader would wait for a reading that never arrives.
 *
 * <p>Camel calls it on the thread that stops the context. Camel finds it in the registry by its type.
 */
public final class FastShutdown extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(FastShutdown.class);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final BarrierWait barrierWait;
    private final MeasurementTimeout measurementTimeout;
    private final ElectionWatchdog electionWatchdog;
    private final StallMonitor stallMonitor;

    public FastShutdown(
            BarrierWait barrierWait,
            MeasurementTimeout measurementTimeout,
            ElectionWatchdog electionWatchdog,
            StallMonitor stallMonitor) {
        this.barrierWait = barrierWait;
        this.measurementTimeout = measurementTimeout;
        this.electionWatchdog = electionWatchdog;
        this.stallMonitor = stallMonitor;
    }

    @Override
    public void onContextStopping(CamelContext context) {
        electionWatchdog.shutdown();
        stallMonitor.shutdown();
        // Resign first, so that the next leader takes over while this node cleans up.
        attempt(() -> context.getRouteController().stopRoute("leader"));
        // Before the measurement is cancelled, or the sensor's loop would start another one.
        barrierWait.prepareShutdown(false, false);
        measurementTimeout.prepareShutdown(false, false);
        awaitIdle(context);
        attempt(() -> LockstepComponent.of(context).sensor().flush(TIMEOUT));
        attempt(() -> context.getRouteController().stopRoute("sensor"));
        attempt(() -> context.getRouteController().stopRoute("publish"));
        attempt(() -> context.getRouteController().stopRoute("session"));
    }

    private interface Step {
        void run() throws Exception;
    }

    /** A step that fails must not keep the others from being taken. */
    private static void attempt(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The node could not leave the cluster at once; it leaves when its session expires", e);
        }
    }

    private static void awaitIdle(CamelContext context) {
        Tasks.foregroundTask()
                .withName("idle")
                .withBudget(Budgets.iterationTimeBudget()
                        .withInitialDelay(Duration.ZERO)
                        .withInterval(Duration.ofMillis(2))
                        .withMaxDuration(TIMEOUT)
                        .build())
                .build()
                .run(context, () -> context.getInflightRepository().size("sensor") == 0);
    }
}
