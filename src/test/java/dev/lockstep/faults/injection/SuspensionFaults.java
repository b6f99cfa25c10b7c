package dev.lockstep.faults.injection;

import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.injection.Fault.Need;
import dev.lockstep.faults.injection.Fault.Part;
import dev.lockstep.testing.Clocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes that live on, but lose time: their processor, their session, their clock. */
final class SuspensionFaults {

    /** Longer than libfaketime takes to look at its file. */
    private static final Duration WRONG_CLOCK = Duration.ofSeconds(3);

    private SuspensionFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (double factor : new double[] {0.5, 0.9, 1.1, 3}) {
            faults.add(new Fault(
                    "freeze-" + factor,
                    "a node gets no processor for %s session timeouts (SIGSTOP)".formatted(factor),
                    Part.NODE,
                    arena -> arena.freeze(arena.victim(), arena.timeouts(factor))));
        }
        faults.add(new Fault(
                "freeze-before-post",
                "the leader gets no processor for one and a half session timeouts when it is about to send a report",
                Part.NODE,
                arena -> arena.stopAt("before-post", arena.timeouts(1.5))));
        faults.add(new Fault(
                "end-session",
                "a session of a node is ended from outside",
                Part.NODE,
                arena -> arena.endSession(arena.victim(), arena.random().nextBoolean() ? "/nodes/" : "/mediciones/")));
        faults.add(clock("clock-ahead", "the wall clock of a node jumps an hour ahead, then back", Clocks.JUMP));
        faults.add(clock(
                "clock-behind", "the wall clock of a node jumps an hour back, then ahead", Clocks.JUMP.negated()));
        return faults;
    }

    private static Fault clock(String name, String what, Duration jump) {
        return new Fault(name, what, Part.CLOCK, Need.CLOCK, arena -> {
            NodeProcess victim = arena.victim();
            arena.note("the clock of " + victim + " is wrong by " + jump);
            arena.bed().clocks().set(victim.id(), jump);
            try {
                arena.lasts(WRONG_CLOCK);
            } finally {
                arena.bed().clocks().set(victim.id(), Duration.ZERO);
            }
        });
    }
}
