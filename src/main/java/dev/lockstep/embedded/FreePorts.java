package dev.lockstep.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports of the loopback interface that a server can use now, and again after a restart: they are below the range of
 * ephemeral ports (from 32768 on Linux, 49152 elsewhere), so that no client gets one while its server is down. A process
 * returns each port once; different processes start at different ports.
 *
 * <p>This class is thread-safe.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    /** Finds free ports; see {@link #find(int, Collection)}. */
    public static List<Integer> find(int count) {
        return find(count, List.of());
    }

    /**
     * Finds free ports.
     *
     * @param reserved free ports that are reserved for something else
     * @throws IllegalStateException if there are not enough
     */
    public static List<Integer> find(int count, Collection<Integer> reserved) {
        List<Integer> ports = new ArrayList<>();
        for (int tried = 0; ports.size() < count; tried++) {
            if (tried == COUNT) {
                throw new IllegalStateException(
                        "no " + count + " free ports between " + FIRST + " and " + (FIRST + COUNT - 1));
            }
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port) && !reserved.contains(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    /** Returns true if a server could listen on {@code port} of the loopback interface now. */
    public static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
