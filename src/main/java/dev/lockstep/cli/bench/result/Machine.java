package dev.lockstep.cli.bench.result;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine on which the bench runs.
 *
 * @param loadAverage of the last minute before the bench; null if the operating system does not tell
 * @param dataFileSystem the type of the file system of the servers' data; null if the servers are not the bench's own
 */
public record Machine(
        int cores, long memoryMb, long maxHeapMb, String java, String os, Double loadAverage, String dataFileSystem) {

    private static final long MB = 1 << 20;

    /** Returns this machine as it is now; {@code data} is the folder of the servers' data. */
    public static Machine now(Optional<Path> data) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage();
        return new Machine(
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / MB,
                Runtime.getRuntime().maxMemory() / MB,
                System.getProperty("java.version"),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                load < 0 ? null : (Double) load,
                data.isPresent() ? Files.getFileStore(data.get()).type() : null);
    }
}
