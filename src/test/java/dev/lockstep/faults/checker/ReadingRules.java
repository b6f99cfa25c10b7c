package dev.lockstep.faults.checker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.ApiRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What a report must say: the statistics of exactly the readings that it lists and that count, each measured by that node in that cycle. */
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
        String unit = commonUnit(readings);
        if (!unit.equals(report.json().path("unit").asText(""))) {
            add("its unit should be '" + unit + "'", report, List.of());
        }
        List<Double> counted = new ArrayList<>();
        for (JsonNode reading : readings) {
            String excluded = isBad(reading) ? "quality" : unit.equals(unit(reading)) ? "" : "unit";
            if (!excluded.equals(reading.path("excluded").asText(""))) {
                add(reading + " should be excluded for '" + excluded + "'", report, List.of());
            }
            if (excluded.isEmpty()) {
                counted.add(reading.path("value").asDouble());
            }
        }
        Collections.sort(counted);
        numbers(report, counted);
    }

    private void numbers(ApiRequest report, List<Double> counted) {
        double mean = mean(counted);
        compare(report, "count", counted.size());
        compare(report, "mean", mean);
        compare(report, "min", counted.isEmpty() ? Double.NaN : counted.get(0));
        compare(report, "max", counted.isEmpty() ? Double.NaN : counted.get(counted.size() - 1));
        compare(
                report,
                "stddev",
                Math.sqrt(mean(
                        counted.stream().map(value -> Math.pow(value - mean, 2)).toList())));
        if (report.json().has("statistic")) {
            compare(report, "value", chosen(report.json().path("statistic").asText(), counted));
        }
    }

    private static double chosen(String statistic, List<Double> sorted) {
        int size = sorted.size();
        if (size == 0) {
            return Double.NaN;
        }
        int cut = Math.max(1, size / 10);
        return switch (statistic) {
            case "mean" -> mean(sorted);
            case "median" -> (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
            case "trimmed-mean" -> size < 3 ? mean(sorted) : mean(sorted.subList(cut, size - cut));
            case "min" -> sorted.get(0);
            case "max" -> sorted.get(size - 1);
            default -> throw new AssertionError("there is no statistic " + statistic);
        };
    }

    /** Without any number there is no mean: NaN. */
    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** The unit that most readings have; of two, that of the node that comes first. Empty for none. */
    private static String commonUnit(List<JsonNode> readings) {
        List<String> units = readings.stream()
                .filter(reading -> !isBad(reading))
                .map(ReadingRules::unit)
                .toList();
        String best = "";
        for (String unit : units) {
            if (Collections.frequency(units, unit) > Collections.frequency(units, best)) {
                best = unit;
            }
        }
        return best;
    }

    private static String unit(JsonNode reading) {
        return reading.path("unit").asText("");
    }

    private static boolean isBad(JsonNode reading) {
        return quality(reading).equals("Bad");
    }

    private static String quality(JsonNode reading) {
        return reading.path("quality").asText("Good");
    }

    /** Where there is no number to be right ({@code truth} is NaN), the report must say null, and no value. */
    private void compare(ApiRequest report, String field, double truth) {
        JsonNode said = report.json().path(field);
        boolean right = Double.isNaN(truth)
                ? field.equals("value") ? said.isMissingNode() : said.isNull()
                : said.isNumber() && Math.abs(said.asDouble() - truth) <= ROUNDING * Math.max(1, Math.abs(truth));
        if (!right) {
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
                        && event.takenAt().equals(takenAt)
                        && unit(event.line()).equals(unit(reading))
                        && quality(event.line()).equals(quality(reading)))) {
            add("node " + id + " did not measure " + reading, report, own);
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
