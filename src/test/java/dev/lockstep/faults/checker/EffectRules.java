package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What the API must have seen: every cycle once, in order, and nothing else. */
final class EffectRules {

    private final List<Violation> violations = new ArrayList<>();
    private final List<ApiRequest> reports;
    private final List<ApiRequest> keyed;

    private EffectRules(History history) {
        reports = history.reports();
        keyed = history.requests().stream()
                .filter(request -> request.key() != null)
                .toList();
    }

    static List<Violation> check(History history) {
        EffectRules rules = new EffectRules(history);
        rules.oneEffectPerCycle();
        rules.noGap();
        rules.inOrder();
        rules.oneKeyPerCycle();
        rules.oneBodyPerKey();
        return rules.violations;
    }

    private void oneEffectPerCycle() {
        by(reports, ApiRequest::cycle).forEach((cycle, effects) -> {
            if (effects.size() > 1) {
                add("S1", "cycle " + cycle + " has " + effects.size() + " effects", effects);
            }
        });
    }

    private void noGap() {
        Map<Long, List<ApiRequest>> byCycle = by(reports, ApiRequest::cycle);
        long last = byCycle.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        List<Long> absent = LongStream.rangeClosed(1, last)
                .filter(cycle -> !byCycle.containsKey(cycle))
                .boxed()
                .toList();
        if (!absent.isEmpty()) {
            add("S3", "cycles up to " + last + " without an effect: " + absent, List.of());
        }
    }

    private void inOrder() {
        for (int i = 1; i < reports.size(); i++) {
            if (reports.get(i).cycle() < reports.get(i - 1).cycle()) {
                add("3.3", "reports are delivered out of order", reports.subList(i - 1, i + 1));
            }
        }
    }

    private void oneKeyPerCycle() {
        for (ApiRequest request : keyed) {
            String expected = request.json().path("cluster").asText() + "-" + request.cycle();
            if (!expected.equals(request.key())) {
                add("2.4", "the key is not '" + expected + "'", List.of(request));
            }
        }
        by(keyed, ApiRequest::cycle).forEach((cycle, requests) -> {
            if (requests.stream().map(ApiRequest::key).distinct().count() > 1) {
                add("S2", "cycle " + cycle + " has several keys", requests);
            }
        });
    }

    private void oneBodyPerKey() {
        by(keyed, ApiRequest::key).forEach((key, requests) -> {
            if (requests.stream().map(ApiRequest::body).distinct().count() > 1) {
                add("S2", "requests with the key " + key + " have different bodies", requests);
            }
        });
    }

    private static <K> Map<K, List<ApiRequest>> by(List<ApiRequest> requests, Function<ApiRequest, K> key) {
        return requests.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private void add(String rule, String what, List<ApiRequest> evidence) {
        violations.add(Violation.of(rule, what, evidence));
    }
}
