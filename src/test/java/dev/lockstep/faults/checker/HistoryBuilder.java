package dev.lockstep.faults.checker;

import dev.lockstep.faults.history.Conditions;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.FaultLog;
import dev.lockstep.faults.history.FinalReads;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.history.Pressure;
import dev.lockstep.faults.history.Scale;
import dev.lockstep.faults.history.Transaction;
import dev.lockstep.testing.Lines;
import dev.lockstep.testing.api.ApiRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes histories by hand, to try the rules on: two nodes that do everything right, two cycles a second, until a test
 * changes a line, or leaves one out, or adds one.
 */
final class HistoryBuilder {

    private static final Scale SCALE = new Scale(2, Duration.ofMillis(500), Duration.ofSeconds(2));
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final List<ApiRequest> requests = new ArrayList<>();
    private final List<FaultLog.Entry> faults = new ArrayList<>();
    private final List<FaultLog.Mark> marks = new ArrayList<>();
    private final List<FaultLog.ConfigWrite> writes = new ArrayList<>();
    private Pressure pressure = Pressure.NONE;
    private FinalReads finalReads;
    private List<Transaction> transactions;

    /** {@code cycles} cycles without any fault; node a leads in epoch 1. */
    static HistoryBuilder ofGoodCycles(int cycles) {
        HistoryBuilder builder = new HistoryBuilder();
        builder.line("a", at(1, -20), "leading", 0, "'epoch':1");
        for (int cycle = 1; cycle <= cycles; cycle++) {
            builder.goodCycle(cycle);
        }
        return builder;
    }

    private void goodCycle(int cycle) {
        for (String node : List.of("a", "b")) {
            line(
                    node,
                    at(cycle, 1),
                    "measured",
                    cycle,
                    "'value':%s,'takenAt':'%s'".formatted(value(node), at(cycle, 0)));
        }
        line("a", at(cycle, 450), "frozen", cycle, "'epoch':1,'ids':['a','b']");
        request(cycle, at(cycle, 460), "key-" + cycle, report(cycle), true);
        line("a", at(cycle, 480), "released", cycle, "'epoch':1");
        for (String node : List.of("a", "b")) {
            line(node, at(cycle, 490), "passed", cycle, "'count':" + cycle);
        }
    }

    /** The report of a good cycle. */
    static String report(long cycle) {
        String readings = "[{'id':'a','value':80.0,'takenAt':'%1$s'},{'id':'b','value':70.0,'takenAt':'%1$s'}]"
                .formatted(at(cycle, 0));
        return json(("'cluster':'key','cycle':%d,'epoch':1,'leader':'a','closedAt':'%s','count':2,'mean':75.0,"
                        + "'min':70.0,'max':80.0,'stddev':5.0,'missing':[],'readings':%s")
                .formatted(cycle, at(cycle, 450), readings));
    }

    /** {@code millis} after the beginning of a cycle. */
    static Instant at(long cycle, long millis) {
        return START.plusMillis(500 * cycle + millis);
    }

    private static double value(String node) {
        return node.equals("a") ? 80 : 70;
    }

    HistoryBuilder line(String node, Instant at, String event, long cycle, String more) {
        lines.add(json("'at':'%s','node':'%s','event':'%s','cycle':%d,%s".formatted(at, node, event, cycle, more)));
        return this;
    }

    HistoryBuilder request(long cycle, Instant at, String key, String body, boolean effect) {
        requests.add(new ApiRequest(at, "POST", "/api/v1/reports", Map.of(), key, body, 201, effect));
        return this;
    }

    /** Leaves out the lines of one kind and cycle. */
    HistoryBuilder without(String event, long cycle) {
        lines.removeIf(line -> line.contains(json("'event':'%s','cycle':%d,".formatted(event, cycle), "")));
        return this;
    }

    /** Leaves out what a node did in a cycle. */
    HistoryBuilder withoutNode(String node, long cycle) {
        lines.removeIf(line -> line.contains("\"node\":\"" + node + "\"")
                && Lines.parse(line).path("cycle").asLong() == cycle);
        return this;
    }

    HistoryBuilder withoutRequest(long cycle) {
        requests.removeIf(request -> request.cycle() == cycle);
        return this;
    }

    /** Changes the lines of one kind and cycle. */
    HistoryBuilder change(String event, long cycle, UnaryOperator<String> change) {
        String marker = json("'event':'%s','cycle':%d,".formatted(event, cycle), "");
        lines.replaceAll(line -> line.contains(marker) ? change.apply(line) : line);
        return this;
    }

    /** Changes the body of the request for a cycle. */
    HistoryBuilder changeReport(long cycle, String from, String to) {
        requests.replaceAll(request -> request.cycle() == cycle ? withBody(request, from, to) : request);
        return this;
    }

    private static ApiRequest withBody(ApiRequest request, String from, String to) {
        String body = request.body().replace(json(from, ""), json(to, ""));
        return new ApiRequest(request.at(), "POST", request.target(), Map.of(), request.key(), body, 201, true);
    }

    /** A fault that lasted for the first half of a cycle, and after which reports went on in that cycle. */
    HistoryBuilder fault(long cycle) {
        faults.add(new FaultLog.Entry("some-fault", at(cycle, 0), at(cycle, 250), at(cycle, 460), "something broke"));
        return this;
    }

    /** A fault that was over at that instant. */
    HistoryBuilder faultUntil(Instant healed) {
        faults.add(new FaultLog.Entry("some-fault", healed, healed, healed, "something broke"));
        return this;
    }

    HistoryBuilder mark(Instant at, FaultLog.Blow blow, String node) {
        marks.add(new FaultLog.Mark(at, blow, node));
        return this;
    }

    HistoryBuilder write(Instant at, String value, boolean valid) {
        writes.add(new FaultLog.ConfigWrite(at, "sampling_period", value, valid));
        return this;
    }

    /** A node takes note of a configuration, between what else its journal says. */
    HistoryBuilder config(String node, Instant at, String value, String outcome) {
        int later = 0;
        while (later < lines.size()
                && !at.isBefore(Instant.parse(lines.get(later).split("\"")[3]))) {
            later++;
        }
        lines.add(
                later,
                json(
                        "{'at':'%s','node':'%s','event':'config','key':'sampling_period','value':'%s','outcome':'%s'"
                                .formatted(at, node, value, outcome),
                        "}"));
        return this;
    }

    /** For that long programs waited for a processor, in whatever span one looks at. */
    HistoryBuilder pressure(Duration waited) {
        pressure = (from, to) -> waited;
        return this;
    }

    /** Two nodes that counted {@code a} and {@code b}; nothing is kept, nobody was killed. */
    HistoryBuilder reads(long open, long total, long a, long b) {
        return reads(new FinalReads(open, total, Map.of("a", a, "b", b), List.of(), List.of(), Map.of(), null));
    }

    HistoryBuilder reads(FinalReads reads) {
        finalReads = reads;
        return this;
    }

    HistoryBuilder transactions(List<Transaction> all) {
        transactions = all;
        return this;
    }

    History build() {
        List<Event> events = lines.stream()
                .map(line -> Event.parse(Lines.parse(line).path("node").asText() + "-1", line))
                .toList();
        Conditions conditions = new Conditions(SCALE, faults, marks, writes, pressure);
        return new History(events, requests, conditions, finalReads, transactions);
    }

    private static String json(String fields) {
        return json("{" + fields, "}");
    }

    private static String json(String text, String end) {
        return text.replace('\'', '"') + end;
    }
}
