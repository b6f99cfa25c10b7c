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
 * Ports of the loopback interface that a server can take now, and again after a restart: they lie below the range from which
 * operating systems serve outgoing connections (32768 on Linux, 49152 elsewhere), so that no client takes one while its
 * server is down. A port is handed out once by a process; different processes begin at different places.
 *
 * <p>This class is threadsafe.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    /** Finds free ports; see {@link #find(int, Collection)}. */
    public static List<Integer> find(int howMany) {
        return find(howMany, List.of());
    }

    /**
     * Finds free ports.
     *
     * @param reserved ports that are free and yet meant for something else
     * @throws IllegalStateException if there are not as many
     */
    public static List<Integer> find(int howMany, Collection<Integer> reserved) {
        List<Integer> ports = new ArrayList<>();
        for (int tried = 0; ports.size() < howMany; tried++) {
            if (tried == COUNT) {
                throw new IllegalStateException(
                        "no " + howMany + " free ports between " + FIRST + " and " + (FIRST + COUNT - 1));
            }
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port) && !reserved.contains(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    /** Whether a server could listen on {@code port} of the loopback interface at this moment. */
    public static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
