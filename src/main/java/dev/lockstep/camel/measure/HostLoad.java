package dev.lockstep.camel.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How busy this machine's processors are, from the JDK, which knows it on every operating system.
 *
 * <p>The JDK tells the load since the last time that anybody in this process asked, in ticks of 10 ms: asked twice at once, as
 * by several nodes in one process, or every few milliseconds, it tells nothing of use. So a value stands for a moment.
 *
 * <p>This class is threadsafe.
 */
public final class HostLoad {

    private static final Duration STANDS_FOR = Duration.ofMillis(100);
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    static {
        // The first answer is always 0: it only sets the mark from which the second counts.
        SYSTEM.getCpuLoad();
    }

    private static double percent = Double.NaN;
    private static long takenNanos;

    /**
     * The load of all processors together, in percent.
     *
     * @throws IllegalStateException if the operating system does not tell it
     */
    public double percent() {
        synchronized (HostLoad.class) {
            if (Double.isNaN(percent) || System.nanoTime() - takenNanos > STANDS_FOR.toNanos()) {
                double load = SYSTEM.getCpuLoad();
                if (Double.isNaN(load) || load < 0) {
                    throw new IllegalStateException("this operating system does not tell its CPU load");
                }
                percent = Math.round(load * 10_000) / 100.0;
                takenNanos = System.nanoTime();
            }
            return percent;
        }
    }
}
