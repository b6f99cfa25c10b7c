package dev.lockstep.faults.history;

import dev.lockstep.testing.api.ApiRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What happened in a run: the journals of all nodes, the requests that reached the API, and what ZooKeeper's servers have on
 * record. The checker judges it as a whole, after the run.
 *
 * @param events the events of all journals; those of one journal in the order in which they were written
 * @param requests the requests, in the order in which they arrived
 * @param conditions what was done to the system; null if that is not known, so that nothing can be said of quiet times
 * @param finalReads what ZooKeeper held in the end; null if that was not read
 * @param transactions all that was written to ZooKeeper, in the order of the writes; null if that was not read
 */
public record History(
        List<Event> events,
        List<ApiRequest> requests,
        Conditions conditions,
        FinalReads finalReads,
        List<Transaction> transactions) {

    /** A history without what only a fault run knows. */
    public History(List<Event> events, List<ApiRequest> requests) {
        this(events, requests, null, null, null);
    }

    /** The reports that the API took: requests with an idempotency key that had an effect, in the order of the effects. */
    public List<ApiRequest> reports() {
        return requests.stream()
                .filter(request -> request.effect() && request.key() != null)
                .toList();
    }

    public List<Event> events(String kind) {
        return events.stream().filter(event -> event.is(kind)).toList();
    }

    /** All events of one kind, by cycle. */
    public Map<Long, List<Event>> byCycle(String kind) {
        return events(kind).stream().collect(Collectors.groupingBy(Event::cycle));
    }

    /** How often any node has passed the barrier. */
    public long passages() {
        return events("passed").size();
    }
}
