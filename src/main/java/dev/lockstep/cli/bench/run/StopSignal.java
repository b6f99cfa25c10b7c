package dev.lockstep.cli.bench.run;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C, which every wait of the bench ends with.
 *
 * @param latch opened by the signal
 */
public record StopSignal(CountDownLatch latch) {

    private static final long POLL_MILLIS = 5;

    /** Returns true if the bench is to stop. */
    public boolean isSet() {
        return latch.getCount() == 0;
    }

    /**
     * Waits until {@code condition} is true.
     *
     * @throws CancellationException if the bench is to stop
     * @throws InterruptedException if interrupted
     */
    public void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (latch.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CancellationException("stopped by a signal");
            }
        }
    }

    /**
     * Does nothing unless the bench is to stop.
     *
     * @throws CancellationException if it is
     */
    public void check() {
        if (isSet()) {
            throw new CancellationException("stopped by a signal");
        }
    }
}
