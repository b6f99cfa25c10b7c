package dev.lockstep.faults.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.testing.api.ApiRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A report as it arrived.
 *
 * @param at when it arrived
 * @param ids the nodes whose readings are in it
 * @param missing the nodes that should be in it
 */
public record Reported(
        Instant at,
        long cycle,
        long epoch,
        String leader,
        int count,
        double mean,
        double skewMs,
        List<String> ids,
        List<String> missing) {

    public static Reported of(ApiRequest request) {
        JsonNode json = request.json();
        return new Reported(
                request.at(),
                json.path("cycle").asLong(),
                json.path("epoch").asLong(),
                json.path("leader").asText(),
                json.path("count").asInt(),
                json.path("mean").asDouble(),
                json.path("skewMs").asDouble(),
                texts(json.findValues("id")),
                texts(json.path("missing")));
    }

    private static List<String> texts(Iterable<JsonNode> nodes) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
