package dev.lockstep.faults.injection;

import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.injection.Fault.Need;
import dev.lockstep.faults.injection.Fault.Part;
import dev.lockstep.faults.machine.Network;
import java.time.Duration;
import java.util.List;

/** Nodes that are cut off from something, and not from the rest. */
final class NetworkFaults {

    private static final Duration NO_API = Duration.ofSeconds(2);
    private static final int RESETS = 8;
    private static final Duration RESET = Duration.ofMillis(150);
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                network(
                        "cut-sockets",
                        "a node's connections to ZooKeeper are reset 8 times, its session lives on",
                        arena -> {
                            NodeProcess victim = arena.victim();
                            arena.note("connections of " + victim + " are reset");
                            for (int i = 0; i < RESETS; i++) {
                                cut(arena, victim, arena.zooKeeper().ports(), Network.Cut.RESET, RESET);
                                arena.lasts(BETWEEN);
                            }
                        }),
                network("cut-zookeeper", "a node reaches the API but not ZooKeeper", arena -> {
                    NodeProcess victim = arena.victim();
                    Duration duration = arena.upTo(arena.timeouts(2));
                    arena.note(victim + " is cut off from ZooKeeper for " + duration.toMillis() + " ms");
                    cut(arena, victim, arena.zooKeeper().ports(), Network.Cut.SILENT, duration);
                }),
                network("cut-api", "the leader reaches ZooKeeper but not the API", arena -> {
                    NodeProcess victim = arena.leader();
                    arena.note(victim + " is cut off from the API");
                    cut(arena, victim, List.of(arena.api().port()), Network.Cut.SILENT, NO_API);
                }));
    }

    private static Fault network(String name, String what, Fault.Strike strike) {
        return new Fault(name, what, Part.NETWORK, Need.PACKET_FILTER, strike);
    }

    private static void cut(Arena arena, NodeProcess node, List<Integer> ports, Network.Cut how, Duration duration)
            throws InterruptedException {
        Network network = arena.bed().network();
        network.cut(node.id(), ports, how);
        try {
            arena.lasts(duration);
        } finally {
            network.mend(node.id(), ports, how);
        }
    }
}
