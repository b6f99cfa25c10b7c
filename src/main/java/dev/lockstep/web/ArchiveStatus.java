package dev.lockstep.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;

/**
 * The state of the archive, for {@code GET /api/v1/status}.
 *
 * @param lastReport the newest report, as it was posted, of the requested cluster or else of the one that reported last; null if
 *     there is none
 * @param lastReportAgeMs milliseconds since a report of that cluster was last stored, by this backend's clock; null if there is
 *     none
 * @param reports the number of stored reports of that cluster
 * @param clusters all clusters, the one that reported last first
 * @param counts the totals of all clusters
 */
public record ArchiveStatus(
        @JsonRawValue String lastReport, Long lastReportAgeMs, long reports, List<String> clusters, Counts counts) {

    /**
     * Totals since the data in Redis was created.
     *
     * @param stored reports stored
     * @param replayed POSTs of a report that was already stored
     * @param readings readings in the stored reports
     * @param measurements numbers stored through the older API
     */
    public record Counts(long stored, long replayed, long readings, long measurements) {}
}
