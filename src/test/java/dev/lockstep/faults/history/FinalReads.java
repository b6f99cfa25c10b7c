package dev.lockstep.faults.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.PlainClient;
import dev.lockstep.faults.cluster.WebProcesses;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is on record when a run is over and all nodes have stopped.
 *
 * @param open the open cycle
 * @param total the cluster's counter
 * @param counts the count of each node
 * @param kept the cycles whose reports are not delivered
 * @param refused the cycles whose reports the API will never take
 * @param killed how many lives of each node were ended by a kill
 * @param archive the reports that the web backend has; null if the API was another one
 */
public record FinalReads(
        long open,
        long total,
        Map<String, Long> counts,
        List<Long> kept,
        List<Long> refused,
        Map<String, Long> killed,
        List<JsonNode> archive) {

    /** What ZooKeeper holds, and the web backend behind the API. */
    public static FinalReads of(Cluster cluster, WebProcesses web) {
        PlainClient tree = cluster.tree();
        Map<String, Long> counts = new TreeMap<>();
        tree.children("/counter").forEach(id -> counts.put(id, Long.valueOf(tree.get("/counter/" + id))));
        return new FinalReads(
                cluster.openCycle(),
                Long.parseLong(tree.get("/counter")),
                counts,
                cycles(tree, "/reports"),
                cycles(tree, "/refused"),
                cluster.killed(),
                web == null ? null : web.archive(tree.get("/cluster")));
    }

    private static List<Long> cycles(PlainClient tree, String path) {
        return tree.children(path).stream().map(Long::valueOf).sorted().toList();
    }
}
