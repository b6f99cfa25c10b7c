package dev.lockstep.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import dev.lockstep.testing.Clocks;
import dev.lockstep.testing.Lines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * One request that reached {@link FakeApi}.
 *
 * @param at when it had arrived whole
 * @param target path and query
 * @param headers one value each, by name in lower case
 * @param key the idempotency key without its quotes; null if there is none
 * @param status what the API answered; 0 if it dropped the connection instead
 * @param effect whether this request changed what the API knows: the first one of its key that was not turned away
 */
public record ApiRequest(
        Instant at,
        String method,
        String target,
        Map<String, String> headers,
        String key,
        String body,
        int status,
        boolean effect) {

    /** The body as JSON. */
    public JsonNode json() {
        return Lines.parse(body);
    }

    public long cycle() {
        return json().path("cycle").asLong();
    }

    public long epoch() {
        return json().path("epoch").asLong();
    }

    /** When the leader froze the report; a wrong clock is set right. */
    public Instant closedAt() {
        return Clocks.nearest(Instant.parse(json().path("closedAt").asText()), at);
    }

    /** The body as a report of the product. */
    public Report report() {
        return Json.read(body.getBytes(StandardCharsets.UTF_8), Report.class);
    }

    /** The same request, with what came of it. */
    ApiRequest answered(Instant when, int answer, boolean hadEffect) {
        return new ApiRequest(when, method, target, headers, key, body, answer, hadEffect);
    }

    @Override
    public String toString() {
        return "%s %s %s key=%s status=%d%s %s"
                .formatted(at, method, target, key, status, effect ? " EFFECT" : "", body);
    }
}
