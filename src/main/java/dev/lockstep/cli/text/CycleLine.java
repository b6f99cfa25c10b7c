package dev.lockstep.cli.text;

import dev.lockstep.protocol.Report;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats a report as one line. */
public final class CycleLine {

    private CycleLine() {}

    public static String of(Report report) {
        return String.format(
                Locale.ROOT,
                "cycle %d  %s  %d/%d nodes  leader %s  skew %.1f ms%s%s",
                report.cycle(),
                report.count() == 0 ? "no value" : statistics(report),
                report.count(),
                report.readings().size() + report.missing().size(),
                report.leader(),
                report.skewMs(),
                excluded(report),
                report.missing().isEmpty() ? "" : "  missing " + String.join(", ", report.missing()));
    }

    private static String statistics(Report report) {
        String unit = report.unit() == null ? "" : " " + report.unit();
        String chosen = report.statistic() == null
                ? ""
                : String.format(Locale.ROOT, "%s %.2f%s  ", report.statistic(), report.value(), unit);
        return String.format(
                Locale.ROOT, "%smean %.2f%s  [%.2f .. %.2f]", chosen, report.mean(), unit, report.min(), report.max());
    }

    private static String excluded(Report report) {
        String nodes = report.readings().stream()
                .filter(reading -> !reading.counts())
                .map(reading -> reading.id() + " (" + reason(reading) + ")")
                .collect(Collectors.joining(", "));
        return nodes.isEmpty() ? "" : "  excluded " + nodes;
    }

    private static String reason(Report.Entry reading) {
        return switch (reading.excluded()) {
            case QUALITY -> reading.quality().toString();
            case UNIT -> reading.unit() == null ? "no unit" : reading.unit();
        };
    }
}
