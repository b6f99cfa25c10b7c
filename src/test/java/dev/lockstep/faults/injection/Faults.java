package dev.lockstep.faults.injection;

import dev.lockstep.faults.injection.Fault.Need;
import dev.lockstep.faults.injection.Fault.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Every fault that is known. */
public final class Faults {

    private static final List<Fault> SINGLE = single();

    private Faults() {}

    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>(SINGLE);
        all.add(new Fault(
                "config-during-fault",
                "the configuration changes while something else is wrong",
                Part.SEVERAL,
                arena -> together(
                        arena,
                        arena.pick(possible(arena, Part.CONFIG, true)),
                        arena.pick(possible(arena, Part.CONFIG, false)))));
        all.add(new Fault("two-at-once", "two faults of different parts at the same time", Part.SEVERAL, arena -> {
            Fault one = arena.pick(SINGLE.stream().filter(arena::can).toList());
            together(arena, one, arena.pick(possible(arena, one.part(), false)));
        }));
        return List.copyOf(all);
    }

    /** Two faults of each part, and one for each thing that a machine must have. */
    public static List<Fault> some() {
        Set<Fault> some = new LinkedHashSet<>();
        for (Part part : Part.values()) {
            List<Fault> hits =
                    all().stream().filter(fault -> fault.part() == part).toList();
            some.add(hits.get(0));
            some.add(hits.get(hits.size() - 1));
        }
        for (Need need : Need.values()) {
            if (some.stream().noneMatch(fault -> fault.needs() == need)) {
                all().stream()
                        .filter(fault -> fault.needs() == need)
                        .findFirst()
                        .ifPresent(some::add);
            }
        }
        return List.copyOf(some);
    }

    private static List<Fault> single() {
        List<Fault> faults = new ArrayList<>();
        faults.addAll(NodeFaults.all());
        faults.addAll(SuspensionFaults.all());
        faults.addAll(NetworkFaults.all());
        faults.addAll(ZooKeeperFaults.all());
        faults.addAll(ApiFaults.all());
        faults.addAll(ConfigFaults.all());
        faults.addAll(TreeFaults.all());
        return List.copyOf(faults);
    }

    /** Of the faults that can be done here, those that hit that part, or those that do not. */
    private static List<Fault> possible(Arena arena, Part part, boolean hits) {
        return SINGLE.stream()
                .filter(arena::can)
                .filter(fault -> (fault.part() == part) == hits)
                .toList();
    }

    private static void together(Arena arena, Fault one, Fault two) throws Exception {
        arena.note(one + " and " + two);
        Arena first = arena.twin();
        Arena second = arena.twin();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> two.strikeOn(second));
        try {
            one.strikeOn(first);
        } finally {
            other.get(5, TimeUnit.MINUTES);
        }
        // One may have killed what the other had just started.
        arena.zooKeeper().heal();
        arena.restoreNodes();
    }
}
