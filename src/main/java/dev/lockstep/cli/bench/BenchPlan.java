package dev.lockstep.cli.bench;

import dev.lockstep.cli.bench.result.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param routes the routes folder
 * @param nodes the numbers of nodes, in order
 * @param cycles the cycles of each run, warm-up included
 * @param rounds how often everything is run
 * @param hosts the connect string of servers that run; empty for servers of the bench's own
 * @param rawNodes whether all nodes but the leader are raw clients
 */
record BenchPlan(Path routes, List<Integer> nodes, int cycles, int rounds, Optional<String> hosts, boolean rawNodes) {

    /** With more nodes, all but the leader are raw clients: one process cannot hold them. */
    static final int MOST_REAL_NODES = 300;

    BenchPlan {
        nodes = List.copyOf(nodes);
    }

    /** Returns how many of {@code count} nodes are nodes as they are shipped. */
    int realNodes(int count, Mode mode) {
        if (mode != Mode.LOCKSTEP) {
            return 0;
        }
        return rawNodes || count > MOST_REAL_NODES ? 1 : count;
    }

    /** Returns the highest number of nodes as they are shipped in one run. */
    int mostRealNodes() {
        return nodes.stream()
                .mapToInt(count -> realNodes(count, Mode.LOCKSTEP))
                .max()
                .orElse(0);
    }

    /** Returns the highest number of nodes of any kind. */
    int mostNodes() {
        return nodes.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Returns how many runs there are. */
    int runs() {
        return rounds * nodes.size() * Mode.values().length;
    }
}
