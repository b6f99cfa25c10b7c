package dev.lockstep.faults.injection;

import dev.lockstep.faults.injection.Fault.Part;
import java.util.List;

/** People who remove znodes from under running nodes. */
final class TreeFaults {

    /** What the nodes make again exactly as it was; with counts, reports or the configuration something would be lost. */
    private static final List<String> FOLDERS = List.of("/mediciones", "/nodes", "/election");

    private TreeFaults() {}

    static List<Fault> all() {
        return List.of(new Fault(
                "folder-removed",
                "all readings, ids or candidates are removed, and their folder as well",
                Part.TREE,
                arena -> {
                    String folder = arena.pick(FOLDERS);
                    arena.note(folder);
                    arena.cluster().tree().deleteAll(folder);
                    arena.await(folder + " again", () -> arena.cluster().tree().exists(folder));
                    arena.awaitReports(2);
                }));
    }
}
