package dev.lockstep.camel.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The CPU load of this machine, from the JDK, which provides it on every operating system.
 *
 * <p>The JDK returns the load since the last call in this process, in ticks of 10 ms. If it is called every few milliseconds, or
 * twice at the same time, as by several nodes in one process, the result is meaningless. So a value is cached for a short time.
 *
 * <p>This class is thread-safe.
 */
public final class HostLoad {

    private static final Duration CACHE_TIME = Duration.ofMillis(100);
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    static {
        // The first result is always 0: it only sets the start for the second.
        SYSTEM.getCpuLoad();
    }

    private static double percent = Double.NaN;
    private static long measuredNanos;

    /**
     * Returns the load of all processors together, in percent.
     *
     * @throws IllegalStateException if the operating system does not provide it
     */
    public double percent() {
        synchronized (HostLoad.class) {
            if (Double.isNaN(percent) || System.nanoTime() - measuredNanos > CACHE_TIME.toNanos()) {
                double load = SYSTEM.getCpuLoad();
                if (Double.isNaN(load) || load < 0) {
                    throw new IllegalStateException("the CPU load is not available on this operating system");
                }
                percent = Math.round(load * 10_000) / 100.0;
                measuredNanos = System.nanoTime();
            }
            return percent;
        }
    }
}
