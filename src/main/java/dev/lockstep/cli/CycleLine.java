package dev.lockstep.cli;

import dev.lockstep.protocol.Report;
import java.util.Locale;

/** A report on one line. */
final class CycleLine {

    private CycleLine() {}

    static String of(Report report) {
        return String.format(
                Locale.ROOT,
                "cycle %d  mean %.2f  [%.2f .. %.2f]  %d/%d nodes  leader %s  skew %.1f ms%s",
                report.cycle(),
                report.mean(),
                report.min(),
                report.max(),
                report.count(),
                report.count() + report.missing().size(),
                report.leader(),
                report.skewMs(),
                report.missing().isEmpty() ? "" : "  missing " + String.join(", ", report.missing()));
    }
}
