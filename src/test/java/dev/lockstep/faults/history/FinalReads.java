package dev.lockstep.faults.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

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
        List<JsonNode> archive) {}
