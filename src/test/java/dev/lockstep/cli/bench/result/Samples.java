package dev.lockstep.cli.bench.result;

import java.util.List;

/** Results as the bench has them. */
final class Samples {

    static final Machine MACHINE = new Machine(2, 8000, 2000, "17.0.15", "Linux 6 amd64", 0.25, "ext4");
    static final Usage IDLE = new Usage(0.5, 0.25, 0.8, 0.2, 0.7);

    private Samples() {}

    /** A run whose values all follow from its rate. */
    static Measurement run(double rate) {
        return new Measurement(rate, 1000 / rate, 2000 / rate, 100 / rate, 200 / rate, 10.0, 4.0, 3.0, 1.5, 0, IDLE);
    }

    /** A run against servers of which nothing is known. */
    static Measurement runWithoutServers(double rate) {
        return new Measurement(
                rate,
                1000 / rate,
                2000 / rate,
                100 / rate,
                200 / rate,
                null,
                null,
                3.0,
                null,
                2,
                new Usage(0.5, null, 0.8, null, null));
    }

    /** The report of one round with three nodes. */
    static BenchReport report() {
        Runs runs = new Runs();
        runs.add(3, Mode.FLOOR, 0, run(200));
        runs.add(3, Mode.RAW, 0, run(160));
        runs.add(3, Mode.LOCKSTEP, 3, run(80));
        return report(MACHINE, true, runs.results());
    }

    static BenchReport report(Machine machine, boolean ownServers, List<Result> results) {
        return new BenchReport(machine, "127.0.0.1:2181", ownServers, 500, 100, 3, results);
    }
}
