package dev.lockstep.camel.component;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer with a thread of its own, which waits for ZooKeeper and so may wait for ever. Starting it never blocks, and
 * stopping it blocks for at most half a second, because camel-zookeeper-master does both on threads that Curator needs.
 * Stopping it interrupts the thread, also during an exchange.
 *
 * <p>The work begins when the whole context has started: an exchange may start other routes, and Camel 4.17 loses the start
 * of a timer while the context is starting.
 */
abstract class LockstepConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(LockstepConsumer.class);

    private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private ExecutorService worker;

    LockstepConsumer(LockstepEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Does the work of the thread. An interrupt must end it; after any other exception it is started again. */
    abstract void work() throws InterruptedException;

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        CamelContext context = getEndpoint().getCamelContext();
        ExecutorService own = context.getExecutorServiceManager().newSingleThreadExecutor(this, name());
        worker = own;
        context.addStartupListener(new OnceStarted(() -> begin(own)));
    }

    private void begin(ExecutorService own) {
        try {
            own.execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} was stopped before the context had started", name());
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (worker != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(worker);
            // Wait, because the stop of the route's steps comes next, and they would reject the exchange
            // that is ending.
            if (!worker.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{} has not ended after {}", name(), STOP_TIMEOUT);
            }
            worker = null;
        }
        super.doStop();
    }

    /** Processes {@code exchange} in the route, on this thread, to its end. */
    final void send(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler().handleException("Error in " + name(), exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }

    final String name() {
        return getEndpoint().getEndpointUri();
    }

    /** Runs an action once, when the context has started, or at once if it has already. Camel calls it at every route's start. */
    private static final class OnceStarted implements ExtendedStartupListener {

        private final AtomicBoolean done = new AtomicBoolean();
        private final Runnable action;

        OnceStarted(Runnable action) {
            this.action = action;
        }

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            if (alreadyStarted && done.compareAndSet(false, true)) {
                action.run();
            }
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            onCamelContextStarted(context, true);
        }
    }

    private void run() {
        try {
            while (!workOnce()) {
                TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is stopped", name());
        }
    }

    /** Does the work. Returns whether it has ended. */
    private boolean workOnce() throws InterruptedException {
        try {
            work();
            return true;
        } catch (RuntimeException e) {
            if (isRunAllowed()) {
                LOG.error("{} failed and is restarted in {} s", name(), PAUSE_AFTER_FAILURE.toSeconds(), e);
                return false;
            }
            LOG.debug("{} ended while it was being stopped", name(), e);
            return true;
        }
    }
}
