package dev.lockstep.camel.leader;

import dev.lockstep.protocol.Exclusion;
import dev.lockstep.protocol.Report;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the leader's log which readings count in no statistic, and why; once for each change, not in each cycle. For one
 * thread.
 */
final class ExclusionLog {

    private static final Logger LOG = LoggerFactory.getLogger(ExclusionLog.class);

    private Map<String, Exclusion> told = Map.of();

    void tell(Report report) {
        Map<String, Exclusion> now = new TreeMap<>();
        for (Report.Entry reading : report.readings()) {
            if (!reading.counts()) {
                now.put(reading.id(), reading.excluded());
                if (told.get(reading.id()) != reading.excluded()) {
                    LOG.warn(
                            "Cycle {}: the reading of node {} does not count: {}",
                            report.cycle(),
                            reading.id(),
                            why(report, reading));
                }
            }
        }
        told.keySet().stream()
                .filter(id -> !now.containsKey(id))
                .forEach(id -> LOG.info("Cycle {}: readings of node {} are not excluded any more", report.cycle(), id));
        told = now;
    }

    private static String why(Report report, Report.Entry reading) {
        return switch (reading.excluded()) {
            case QUALITY -> "its quality is " + reading.quality();
            case UNIT -> "its unit is " + unit(reading.unit()) + ", that of the report " + unit(report.unit());
        };
    }

    private static String unit(String unit) {
        return unit == null ? "not said" : "'" + unit + "'";
    }
}
