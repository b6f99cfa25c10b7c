package dev.lockstep.testing;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.cycle.Barrier;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.leader.Term;
import org.apache.curator.framework.CuratorFramework;

/** Leads without an election. */
public final class Leaders {

    private Leaders() {}

    /** Begins a term, which deposes every other leader. */
    public static CycleLeader begin(CuratorFramework curator, String id) throws InterruptedException {
        return begin(curator, new Barrier(curator), id);
    }

    /** The same, at the barrier at which the node has waited so far. */
    public static CycleLeader begin(CuratorFramework curator, Barrier barrier, String id) throws InterruptedException {
        Journal journal = Journal.open(id, "");
        return new CycleLeader(curator, new Term(id, journal).begin(curator), barrier, journal);
    }
}
