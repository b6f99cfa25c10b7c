package dev.lockstep.camel.lifecycle;

import dev.lockstep.camel.election.ElectionWatchdog;
import dev.lockstep.camel.sensor.BarrierWait;
import dev.lockstep.camel.sensor.MeasurementTimeout;
import dev.lockstep.camel.sensor.Sensor;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the cluster at once when the node is stopped, so that the others go on without it. Camel's own graceful stop looks
 * only once a second whether the exchanges under way have ended, and until it is done the node's znodes would stand: the next
 * leader would wait for a reading that never comes.
 *
 * <p>Camel calls it on the thread that stops the context, and finds it in the registry by its type.
 */
public final class FastShutdown extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(FastShutdown.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final Sensor sensor;
    private final MeasurementTimeout measuring;
    private final BarrierWait awaitRelease;
    private final ElectionWatchdog watchdog;
    private final StallMonitor standstill;

    public FastShutdown(
            Sensor sensor,
            MeasurementTimeout measuring,
            BarrierWait awaitRelease,
            ElectionWatchdog watchdog,
            StallMonitor standstill) {
        this.sensor = sensor;
        this.measuring = measuring;
        this.awaitRelease = awaitRelease;
        this.watchdog = watchdog;
        this.standstill = standstill;
    }

    @Override
    public void onContextStopping(CamelContext context) {
        Route sensing = context.getRoute("sensor");
        if (sensing == null) {
            return;
        }
        watchdog.rest();
        standstill.rest();
        try {
            // First resign, so that the next leader takes over while this node cleans up.
            context.getRouteController().stopRoute("leader");
            ServiceHelper.suspendService(sensing.getConsumer());
            measuring.prepareShutdown(true, false);
            awaitRelease.prepareShutdown(true, false);
            awaitIdle(context);
            sensor.flush(LONGEST_WAIT);
            context.getRouteController().stopRoute("sensor");
            context.getRouteController().stopRoute("publish");
            context.getRouteController().stopRoute("session");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The node could not leave the cluster at once; it leaves it with its session", e);
        }
    }

    private static void awaitIdle(CamelContext context) {
        Tasks.foregroundTask()
                .withName("idle")
                .withBudget(Budgets.iterationTimeBudget()
                        .withInitialDelay(Duration.ZERO)
                        .withInterval(Duration.ofMillis(2))
                        .withMaxDuration(LONGEST_WAIT)
                        .build())
                .build()
                .run(context, () -> context.getInflightRepository().size("sensor") == 0);
    }
}
