package dev.lockstep.web;

import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Report;
import java.time.Instant;
import java.util.List;

/** Reports as a cluster sends them. */
final class Reports {

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00.123456Z");

    private Reports() {}

    /** A report of two readings around {@code mean}. */
    static String report(String cluster, long cycle, double mean) {
        return Json.write(new Report(
                cluster,
                cycle,
                3,
                "1",
                AT,
                AT.plusMillis(4),
                2,
                mean,
                mean - 1,
                mean + 1,
                1.0,
                0.5,
                List.of("3"),
                List.of(new Report.Entry("1", mean - 1, AT), new Report.Entry("2", mean + 1, AT.plusNanos(500_000)))));
    }
}
