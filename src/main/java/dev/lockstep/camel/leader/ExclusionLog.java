package dev.lockstep.camel.leader;

import dev.lockstep.protocol.ExclusionReason;
import dev.lockstep.protocol.Report;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which readings count in no statistic, and why; once for each change, not in each cycle. For one thread. */
public final class ExclusionLog {

    private static final Logger LOG = LoggerFactory.getLogger(ExclusionLog.class);

    private Map<String, ExclusionReason> logged = Map.of();

    /** Logs how the excluded readings of {@code report} differ from those of the previous report. */
    public void log(Report report) {
        Map<String, ExclusionReason> now = new TreeMap<>();
        for (Report.Entry reading : report.readings()) {
            if (!reading.counts()) {
                now.put(reading.id(), reading.excluded());
                if (logged.get(reading.id()) != reading.excluded()) {
                    LOG.warn(
                            "Cycle {}: the reading of node {} does not count: {}",
                            report.cycle(),
                            reading.id(),
                            reason(report, reading));
                }
            }
        }
        logged.keySet().stream()
                .filter(id -> !now.containsKey(id))
                .forEach(id -> LOG.info("Cycle {}: readings of node {} count again", report.cycle(), id));
        logged = now;
    }

    private static String reason(Report report, Report.Entry reading) {
        return switch (reading.excluded()) {
            case QUALITY -> "its quality is " + reading.quality();
            case UNIT -> "its unit is " + unit(reading.unit()) + ", the report's unit is " + unit(report.unit());
        };
    }

    private static String unit(String unit) {
        return unit == null ? "not set" : "'" + unit + "'";
    }
}
