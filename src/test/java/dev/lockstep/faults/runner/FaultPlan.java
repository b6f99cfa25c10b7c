package dev.lockstep.faults.runner;

import dev.lockstep.faults.injection.Fault;
import dev.lockstep.faults.injection.TestBed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Which faults are injected in which order, and how often. */
final class FaultPlan {

    private final TestBed bed;
    private final FaultTable table;
    private final List<Fault> faults;
    private final List<Fault> leftOut;
    private final long seed;

    /** Of {@code chosen}, those that the machine can do. */
    FaultPlan(TestBed bed, FaultTable table, List<Fault> chosen, long seed) {
        this.bed = bed;
        this.table = table;
        this.seed = seed;
        faults = chosen.stream().filter(fault -> bed.has(fault.needs())).toList();
        leftOut = chosen.stream().filter(fault -> !bed.has(fault.needs())).toList();
    }

    List<Fault> faults() {
        return faults;
    }

    /** What the machine cannot do. */
    List<Fault> leftOut() {
        return leftOut;
    }

    /** Each fault in a cluster of its own, until it was injected that often and that many cycles are over. */
    void each(int cycles, int strikes) throws InterruptedException {
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            run(
                    new FaultRound(fault.name(), bed, List.of(fault), seed + i, table),
                    () -> fault,
                    (done, struck) -> done >= cycles && struck >= strikes);
            bed.zooKeeper().heal();
        }
    }

    /** Each fault once, in one cluster. */
    void once() throws InterruptedException {
        List<Fault> order = new ArrayList<>(faults);
        Collections.shuffle(order, new Random(seed));
        Iterator<Fault> next = order.iterator();
        run(new FaultRound("once", bed, faults, seed, table), next::next, (done, struck) -> !next.hasNext());
    }

    /** Any faults, in one cluster, for a time. */
    void mix(Duration time) throws InterruptedException {
        Random random = new Random(seed);
        Instant end = Instant.now().plus(time);
        run(
                new FaultRound("mix", bed, faults, seed, table),
                () -> faults.get(random.nextInt(faults.size())),
                (done, struck) -> Instant.now().isAfter(end));
    }

    /** A round that breaks off is a violation of its own, and no reason not to go on with the next. */
    private void run(FaultRound round, Supplier<Fault> next, FaultRound.Until until) throws InterruptedException {
        try {
            table.add(round.run(next, until));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            table.brokeOff(e);
            table.add(round.brokenOff(e));
        }
    }
}
