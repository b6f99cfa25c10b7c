package dev.lockstep.faults.machine;

import dev.lockstep.faults.history.Pressure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel itself counts (pressure stall information): the time in which at least one program that was ready to run
 * waited for a processor. Where the kernel does not count that, nothing is proven and nothing excused. Threadsafe.
 */
public final class CpuPressure implements Pressure, AutoCloseable {

    private static final Path COUNTER = Path.of("/proc/pressure/cpu");
    private static final Pattern SOME = Pattern.compile("some .*total=(\\d+)");
    private static final int LOOK_EVERY_MILLIS = 50;

    private final TreeMap<Instant, Long> micros = new TreeMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "cpu-pressure");
        daemon.setDaemon(true);
        return daemon;
    });

    public CpuPressure() {
        if (Files.isReadable(COUNTER)) {
            var unused = thread.scheduleAtFixedRate(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            Matcher some = SOME.matcher(Files.readString(COUNTER));
            if (some.find()) {
                synchronized (micros) {
                    micros.put(Instant.now(), Long.valueOf(some.group(1)));
                }
            }
        } catch (IOException e) {
            thread.shutdown();
        }
    }

    @Override
    public Duration waited(Instant from, Instant to) {
        synchronized (micros) {
            var first = micros.ceilingEntry(from);
            var last = micros.floorEntry(to);
            return first == null || last == null || last.getKey().isBefore(first.getKey())
                    ? Duration.ZERO
                    : Duration.of(last.getValue() - first.getValue(), ChronoUnit.MICROS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
