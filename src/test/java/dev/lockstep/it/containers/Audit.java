package dev.lockstep.it.containers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.faults.checker.Checker;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.ApiRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Judges a run of which there are only the journals, and the reports that the API has stored. */
final class Audit {

    private Audit() {}

    /**
     * Judges the run.
     *
     * @param journals one for each life of each node
     * @param reports the stored reports, oldest first
     * @throws AssertionError with each violation and the events that show it
     */
    static void assertHolds(Collection<Path> journals, List<JsonNode> reports) {
        List<ApiRequest> effects = reports.stream().map(Audit::effect).toList();
        Checker.assertHolds(new History(Event.readAll(journals), effects));
    }

    /** A stored report as the request that brought it. When that arrived is not known: not before the report was frozen. */
    private static ApiRequest effect(JsonNode report) {
        String key =
                report.path("cluster").asText() + "-" + report.path("cycle").asLong();
        Instant at = Instant.parse(report.path("closedAt").asText());
        return new ApiRequest(at, "POST", "/api/v1/reports", Map.of(), key, report.toString(), 201, true);
    }
}
