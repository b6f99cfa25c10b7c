package dev.lockstep.cli.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A {@link BenchReport} as text: the machine, a table, what limits, and notes. */
public final class BenchTable {

    /** Each stands over two columns, and ends where they end. */
    private static final List<String> TITLES =
            List.of("", "cycle, ms", "skew, ms", "per cycle", "CPU s/1,000", "ratio to");

    private static final List<String> COLUMNS = List.of(
            "nodes", "cycles/s", "p50", "p99", "p50", "p95", "requests", "writes", "nodes", "servers", "floor", "raw");
    private static final int WIDTH = 9;
    private static final int NAME_WIDTH = 18;
    private static final String UNKNOWN = "-";

    private final BenchReport report;

    public BenchTable(BenchReport report) {
        this.report = report;
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(machine());
        lines.add("");
        lines.add(titles());
        lines.add(line("", COLUMNS));
        report.results().forEach(result -> lines.add(line(result.what(), cells(result))));
        lines.add("");
        lines.addAll(report.limits());
        lines.add("All nodes run on this machine. On machines of their own, the servers' part of the work remains: raw"
                + " shows what the ensemble allows.");
        report.notes().forEach(note -> lines.add("Note: " + note + "."));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private String machine() {
        Machine machine = report.machine();
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %d MB; Java %s, heap %d MB; load average before %.1f%nZooKeeper %s (%s)%n"
                        + "medians of the rounds (%d); %d cycles in each run, of which the first %d are not counted",
                machine.os(),
                machine.cores(),
                machine.memoryMb(),
                machine.java(),
                machine.maxHeapMb(),
                machine.loadAverage(),
                report.zookeeper(),
                report.ownServers() ? "started for this; data on " + machine.dataFileSystem() : "as it is",
                report.rounds(),
                report.cycles(),
                report.warmUpCycles());
    }

    private static List<String> cells(Result result) {
        Measurement median = result.median();
        return List.of(
                Integer.toString(result.nodes()),
                number(median.cyclesPerSecond(), 1),
                number(median.cycleP50Ms(), 1),
                number(median.cycleP99Ms(), 1),
                number(median.skewP50Ms(), 2),
                number(median.skewP95Ms(), 2),
                number(median.requestsPerCycle(), 1),
                number(median.writesPerCycle(), 1),
                number(median.cpuSecondsPer1000Cycles(), 1),
                number(median.serverCpuSecondsPer1000Cycles(), 1),
                number(result.ratioToFloor(), 2),
                number(result.ratioToRaw(), 2));
    }

    private static String number(Double value, int decimals) {
        return value == null ? UNKNOWN : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String titles() {
        StringBuilder line = new StringBuilder(pad("", NAME_WIDTH));
        TITLES.forEach(title -> line.append(pad(title, 2 * WIDTH)));
        return line.toString();
    }

    private static String line(String name, List<String> cells) {
        StringJoiner line = new StringJoiner("");
        line.add(pad(name, -NAME_WIDTH));
        cells.forEach(cell -> line.add(pad(cell, WIDTH)));
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width) {
        return String.format("%" + width + "s", text);
    }
}
