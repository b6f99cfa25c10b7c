package dev.lockstep.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What a report must say: the statistics of exactly the readings that it lists, each measured by that node in that cycle. */
final class ReadingRules {

    private static final double ROUNDING = 1e-9;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Long, List<Event>> measured;
    private final Map<Long, List<Event>> frozen;

    private ReadingRules(History history) {
        measured = history.byCycle("measured");
        frozen = history.byCycle("frozen");
    }

    static List<Violation> check(History history) {
        ReadingRules rules = new ReadingRules(history);
        history.reports().forEach(rules::check);
        return rules.violations;
    }

    private void check(ApiRequest report) {
        List<JsonNode> readings = list(report.json().path("readings"));
        List<String> ids =
                readings.stream().map(reading -> reading.path("id").asText()).toList();
        everyNodeOnce(report, ids);
        statistics(report, readings);
        readings.forEach(reading -> measured(report, reading));
        frozenWith(report, ids);
    }

    private void everyNodeOnce(ApiRequest report, List<String> ids) {
        List<String> all = new ArrayList<>(ids);
        list(report.json().path("missing")).forEach(id -> all.add(id.asText()));
        if (new TreeSet<>(all).size() != all.size()) {
            add("a node is listed twice, or both listed and missing", report, List.of());
        }
    }

    private void statistics(ApiRequest report, List<JsonNode> readings) {
        DoubleSummaryStatistics truth = readings.stream()
                .mapToDouble(reading -> reading.path("value").asDouble())
                .summaryStatistics();
        double variance = readings.stream()
                .mapToDouble(reading -> Math.pow(reading.path("value").asDouble() - truth.getAverage(), 2))
                .average()
                .orElse(0);
        compare(report, "count", truth.getCount());
        compare(report, "mean", truth.getAverage());
        compare(report, "min", truth.getMin());
        compare(report, "max", truth.getMax());
        compare(report, "stddev", Math.sqrt(variance));
    }

    private void compare(ApiRequest report, String field, double truth) {
        double said = report.json().path(field).asDouble(Double.NaN);
        // Written so that a field that is absent, and so NaN, is wrong too.
        if (!(Math.abs(said - truth) <= ROUNDING * Math.max(1, Math.abs(truth)))) {
            add(field + " is " + said + " and should be " + truth, report, List.of());
        }
    }

    private void measured(ApiRequest report, JsonNode reading) {
        String id = reading.path("id").asText();
        double value = reading.path("value").asDouble();
        Instant takenAt = Instant.parse(reading.path("takenAt").asText());
        List<Event> own = measured.getOrDefault(report.cycle(), List.of()).stream()
                .filter(event -> event.node().equals(id))
                .toList();
        if (own.stream()
                .noneMatch(event -> event.line().path("value").asDouble() == value
                        && event.takenAt().equals(takenAt))) {
            add("node " + id + " did not measure " + value + " at " + takenAt, report, own);
        }
    }

    private void frozenWith(ApiRequest report, List<String> ids) {
        for (Event event : frozen.getOrDefault(report.cycle(), List.of())) {
            List<String> said = list(event.line().path("ids")).stream()
                    .map(JsonNode::asText)
                    .toList();
            if (!new TreeSet<>(said).equals(new TreeSet<>(ids))) {
                add("it was frozen with the readings of " + said, report, List.of(event));
            }
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private void add(String what, ApiRequest report, List<Event> events) {
        List<Object> evidence = new ArrayList<>(events);
        evidence.add(0, report);
        violations.add(Violation.of("S5", "report " + report.cycle() + ": " + what, evidence));
    }
}
