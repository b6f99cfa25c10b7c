package dev.lockstep.cli.bench.run;

import com.sun.management.OperatingSystemMXBean;
import dev.lockstep.cli.bench.result.CycleTimes;
import dev.lockstep.cli.bench.result.Measurement;
import dev.lockstep.cli.bench.result.Usage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * What was used up to a moment of a run. Two of them make a {@link Measurement}.
 *
 * @param cycles how many cycles were over: a fraction, since reading the counters takes a while
 * @param nanos the moment, by {@link System#nanoTime()}
 * @param cpuNanos the CPU time of this process
 * @param machineLoad how busy all processors of the machine were since the last snapshot, from 0 to 1
 * @param serverCpu the CPU time of the bench's own servers
 * @param servers the counters of the servers
 */
record Snapshot(
        double cycles,
        long nanos,
        long cpuNanos,
        double machineLoad,
        Optional<Duration> serverCpu,
        Optional<ServerTotals> servers) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Snapshot take(BenchCluster cluster, Servers servers) {
        long before = cluster.completed();
        long nanos = System.nanoTime();
        long cpuNanos = SYSTEM.getProcessCpuTime();
        double load = SYSTEM.getCpuLoad();
        Optional<Duration> serverCpu = servers.cpu();
        Optional<ServerTotals> totals = servers.totals();
        return new Snapshot((before + cluster.completed()) / 2.0, nanos, cpuNanos, load, serverCpu, totals);
    }

    /** Returns what was measured between {@code start} and this snapshot. */
    Measurement since(Snapshot start, CycleTimes times) {
        double count = cycles - start.cycles;
        double seconds = (nanos - start.nanos) / 1e9;
        double cpu = (cpuNanos - start.cpuNanos) / 1e9;
        Double ofServers = serverCpu
                .map(used -> used.minus(start.serverCpu.orElseThrow()).toNanos() / 1e9)
                .orElse(null);
        return new Measurement(
                times.perSecond(),
                times.cycleMs(0.5),
                times.cycleMs(0.99),
                times.skewMs(0.5),
                times.skewMs(0.95),
                perCycle(start, count, false),
                perCycle(start, count, true),
                1000 * cpu / count,
                ofServers == null ? null : 1000 * ofServers / count,
                times.incomplete(),
                new Usage(
                        cpu / seconds,
                        ofServers == null ? null : ofServers / seconds,
                        machineLoad < 0
                                ? null
                                : machineLoad * Runtime.getRuntime().availableProcessors(),
                        syncShare(start, seconds),
                        syncMs(start)));
    }

    private Double perCycle(Snapshot start, double count, boolean writes) {
        if (servers.isEmpty() || start.servers.isEmpty()) {
            return null;
        }
        ServerTotals from = start.servers.get();
        ServerTotals to = servers.get();
        if (from.zxid() >>> 32 != to.zxid() >>> 32) {
            // Another server leads, and numbers its transactions from 0.
            return null;
        }
        return (writes ? to.zxid() - from.zxid() : to.requests() - from.requests()) / count;
    }

    private Double syncShare(Snapshot start, double seconds) {
        return syncs(start) == 0 ? null : syncMillis(start) / 1000.0 / seconds;
    }

    private Double syncMs(Snapshot start) {
        return syncs(start) == 0 ? null : (double) syncMillis(start) / syncs(start);
    }

    private long syncs(Snapshot start) {
        return servers.isEmpty() || start.servers.isEmpty()
                ? 0
                : servers.get().syncs() - start.servers.get().syncs();
    }

    private long syncMillis(Snapshot start) {
        return servers.get().syncMillis() - start.servers.get().syncMillis();
    }
}
