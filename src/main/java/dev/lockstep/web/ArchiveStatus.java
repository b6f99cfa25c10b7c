package dev.lockstep.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;

/**
 * What the backend holds, for {@code GET /api/v1/status}.
 *
 * @param lastReport the newest report of the cluster that is asked for, else of the one that reported last, as it was posted; null
 *     when there is none
 * @param lastReportAgeMs milliseconds since a report of that cluster was last stored, by this backend's clock; null when there is none
 * @param reports how many reports of that cluster are stored
 * @param clusters all clusters, the one that reported last first
 * @param counts how many requests there were
 */
public record ArchiveStatus(
        @JsonRawValue String lastReport, Long lastReportAgeMs, long reports, List<String> clusters, Counts counts) {

    /**
     * Numbers since the data in Redis began.
     *
     * @param stored reports stored
     * @param replayed POSTs of a report that was already there
     * @param readings readings in the stored reports
     * @param measurements numbers stored through the older API
     */
    public record Counts(long stored, long replayed, long readings, long measurements) {}
}
