package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * What the cluster says of one cycle: the statistics of its readings, and who is missing. Frozen as JSON text, delivered as
 * that very text.
 *
 * <p>A reading of bad quality, or in another unit than the report's, is listed with the reason why it is excluded, and
 * counts in no statistic. When no reading counts there is a report all the same, because each cycle has one: its count is 0, and
 * mean, min, max and stddev are null. Any number there would be made up, and 0 a plausible one; a reader that knows
 * numbers only fails on that report rather than believe it. The older API, which knows nothing else, is spared it.
 *
 * @param cluster the incarnation of the znode tree; with {@code cycle} the identity of the report
 * @param cycle the cycle's number, from 1
 * @param epoch the term of office of the leader that froze the report
 * @param leader the id of that leader
 * @param openedAt when the leader saw the cycle open
 * @param closedAt when the leader froze the report
 * @param count how many readings count
 * @param mean their arithmetic mean
 * @param min the smallest of them
 * @param max the largest of them
 * @param stddev the population's standard deviation
 * @param statistic what the cluster is set to report as its one value; null for the mean, which is there anyway
 * @param value that statistic of the readings that count; null for the mean
 * @param unit the unit of the readings that count; null when they do not say it
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
     * One node's part of the report.
     *
     * @param excluded why the reading counts in no statistic; null if it counts
     */
    public record Entry(
            String id,
            double value,
            Instant takenAt,
            String unit,
            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Quality.Unremarkable.class) Quality quality,
            Exclusion excluded) {

        public Entry {
            quality = quality == null ? Quality.GOOD : quality;
        }

        /** A good reading without a unit. */
        public Entry(String id, double value, Instant takenAt) {
            this(id, value, takenAt, null, Quality.GOOD, null);
        }

        /** Whether the reading counts in the report's statistics. */
        public boolean counts() {
            return excluded == null;
        }
    }

    public Report {
        missing = List.copyOf(missing);
        readings = List.copyOf(readings);
    }

    /** A report of good readings without a unit, whose value is their mean. */
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

    /** The key under which the API recognises a repetition: {@code "<cluster>-<cycle>"}, without the quotes. */
    public String idempotencyKey() {
        return cluster + "-" + cycle;
    }

    /** The one value for who wants no more; null if no reading counts. */
    public Double reportedValue() {
        return statistic == null ? mean : value;
    }
}
