package dev.lockstep.protocol.cycle;

import java.util.Set;

/** What the leader is told of the open cycle; every call is made on the thread of {@link CycleLoop#run}. */
public interface CycleListener {

    /** The undelivered report of a cycle that is over was left by an earlier leader, or put back by people. */
    void kept(long cycle);

    /** An earlier leader froze the report of the open cycle but did not release it. */
    void frozen(long cycle);

    /** The nodes that are alive when the term begins, sorted; told once, before anything else. */
    void present(Set<String> ids);

    /** A node is alive that was not before. */
    void joined(String id);

    /** A node is not alive any more. */
    void left(String id);

    /** Readings came in, or who is waited for changed, or the cycle timeout is over. */
    void progress(CycleSnapshot news);
}
