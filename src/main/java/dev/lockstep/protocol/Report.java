package dev.lockstep.protocol;

import java.time.Instant;
import java.util.List;

/**
 * What the cluster says of one cycle: the statistics of its readings, and who is missing. Frozen as JSON text, delivered as
 * that very text.
 *
 * @param cluster the incarnation of the znode tree; with {@code cycle} the identity of the report
 * @param cycle the cycle's number, from 1
 * @param epoch the term of office of the leader that froze the report
 * @param leader the id of that leader
 * @param openedAt when the leader saw the cycle open
 * @param closedAt when the leader froze the report
 * @param count how many readings there are
 * @param mean their arithmetic mean
 * @param min the smallest
 * @param max the largest
 * @param stddev the population's standard deviation
 * @param skewMs milliseconds between the first and the last {@code takenAt}
 * @param missing ids of live nodes without a reading, sorted
 * @param readings the readings, sorted by id
 */
public record Report(
        String cluster,
        long cycle,
        long epoch,
        String leader,
        Instant openedAt,
        Instant closedAt,
        int count,
        double mean,
        double min,
        double max,
        double stddev,
        double skewMs,
        List<String> missing,
        List<Entry> readings) {

    /** One node's part of the report. */
    public record Entry(String id, double value, Instant takenAt) {}

    public Report {
        missing = List.copyOf(missing);
        readings = List.copyOf(readings);
    }

    /** The key under which the API recognises a repetition: {@code "<cluster>-<cycle>"}, without the quotes. */
    public String idempotencyKey() {
        return cluster + "-" + cycle;
    }
}
