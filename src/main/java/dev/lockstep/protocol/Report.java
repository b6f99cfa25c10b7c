package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * The cluster's report of one cycle: the statistics of its readings, and the nodes whose reading is missing. It is frozen as JSON
 * text, and exactly this text is delivered.
 *
 * <p>A reading of bad quality, or in another unit than the report's, is listed with the reason why it is excluded, and counts
 * in no statistic. If no reading counts there is still a report, because each cycle has one: its count is 0, and mean, min,
 * max and stddev are null. Any number would be invented, and 0 would look plausible; a consumer that expects a number fails
 * on such a report instead of trusting it. It is not sent to the older API, which accepts only numbers.
 *
 * @param cluster the id of the znode tree; together with {@code cycle} the identity of the report
 * @param cycle the cycle's number, from 1
 * @param epoch the epoch, which numbers the terms, of the leader that froze the report
 * @param leader the id of that leader
 * @param openedAt when the leader first saw the cycle open
 * @param closedAt when the leader froze the report
 * @param count the number of readings that count
 * @param mean their arithmetic mean
 * @param min the smallest of them
 * @param max the largest of them
 * @param stddev the population's standard deviation
 * @param statistic the statistic that the cluster is configured to report as its one value; null for the mean, which
 *     is always present
 * @param value that statistic of the readings that count; null for the mean
 * @param unit the unit of the readings that count; null if they have none
 * @param skewMs milliseconds between the first and the last {@code takenAt} of all readings
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
        @JsonInclude Double mean,
        @JsonInclude Double min,
        @JsonInclude Double max,
        @JsonInclude Double stddev,
        Statistic statistic,
        Double value,
        String unit,
        double skewMs,
        List<String> missing,
        List<Entry> readings) {

    /**
     * The reading of one node in the report.
     *
     * @param excluded why the reading counts in no statistic; null if it counts
     */
    public record Entry(
            String id,
            double value,
            Instant takenAt,
            String unit,
            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Quality.OmitGood.class) Quality quality,
            ExclusionReason excluded) {

        public Entry {
            quality = quality == null ? Quality.GOOD : quality;
        }

        /** Creates an entry of good quality and without a unit. */
        public Entry(String id, double value, Instant takenAt) {
            this(id, value, takenAt, null, Quality.GOOD, null);
        }

        /** Returns whether the reading counts in the report's statistics. */
        public boolean counts() {
            return excluded == null;
        }
    }

    public Report {
        missing = List.copyOf(missing);
        readings = List.copyOf(readings);
    }

    /** Creates a report of readings of good quality and without a unit, whose value is their mean. */
    public Report(
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
        this(
                cluster,
                cycle,
                epoch,
                leader,
                openedAt,
                closedAt,
                count,
                (Double) mean,
                min,
                max,
                stddev,
                null,
                null,
                null,
                skewMs,
                missing,
                readings);
    }

    /** Returns the key by which the API recognises a repeated request: {@code <cluster>-<cycle>}. */
    public String idempotencyKey() {
        return cluster + "-" + cycle;
    }

    /** Returns the one value for an API that accepts a single number; null if no reading counts. */
    public Double reportedValue() {
        return statistic == null ? mean : value;
    }
}
