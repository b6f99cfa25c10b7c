package dev.lockstep.cli.text;

import dev.lockstep.protocol.status.ClusterStatus;
import dev.lockstep.protocol.status.ClusterStatus.Backlog;
import dev.lockstep.protocol.status.Diagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link ClusterStatus} as text. */
public final class StatusText {

    private final ClusterStatus status;
    private final Instant now;

    public StatusText(ClusterStatus status, Instant now) {
        this.status = status;
        this.now = now;
    }

    @Override
    public String toString() {
        if (status.cluster() == null && status.state().isEmpty()) {
            return "no cluster here yet: no node has ever connected\n";
        }
        return line("state", state())
                + line("cycle", cycle())
                + line("leader", leader())
                + line("nodes", nodes())
                + line("counter", status.counter() + " measurements taken")
                + line("undelivered", backlog(status.undelivered()))
                + line("refused", backlog(status.refused()))
                + line("cluster", status.cluster() == null ? "none" : status.cluster());
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-12s %s%n", name, text);
    }

    private String state() {
        return status.state().isEmpty() ? "all is well" : String.join("\n             ", status.state());
    }

    private String cycle() {
        return status.cycle() == null ? "none" : status.cycle() + " is open for " + age(status.openedAt());
    }

    private String leader() {
        if (status.leader() != null) {
            return status.leader() + " (epoch " + (status.epoch() == null ? "none" : status.epoch()) + ")";
        }
        return status.nodes().isEmpty() ? "none: no node is alive" : "no leader: waiting";
    }

    private String nodes() {
        return status.nodes().isEmpty()
                ? "none"
                : status.nodes().size()
                        + status.nodes().stream().map(this::node).collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    private String node(ClusterStatus.Node node) {
        String host = node.host() == null ? "?" : node.host() + ":" + node.pid();
        String reading = node.value() == null
                ? "no reading yet"
                : String.format(
                        Locale.ROOT, "cycle %d  %s  %s ago", node.cycle(), value(node.value()), age(node.takenAt()));
        String role = node.id().equals(status.leader()) ? "  leads" : "";
        return String.format(Locale.ROOT, "%-10s %-24s %s%s", node.id(), host, reading, role);
    }

    private static String value(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private String age(Instant at) {
        return Diagnosis.formatSeconds(Duration.between(at, now));
    }

    private static String backlog(Backlog backlog) {
        return switch (backlog.count()) {
            case 0 -> "none";
            case 1 -> "1 report, of cycle " + backlog.oldest();
            default -> backlog.count() + " reports, of cycles " + backlog.oldest() + " to " + backlog.newest();
        };
    }
}
