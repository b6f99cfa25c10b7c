package dev.lockstep.protocol.cycle;

import java.util.Set;

/** Receives what happens in the cycles of one term; every call is made on the thread of {@link CycleLoop#run}. */
public interface CycleListener {

    /** The term has started; called once, before anything else, with the sorted ids of the live nodes. */
    void started(Set<String> ids);

    /** The undelivered report of a closed cycle was left by an earlier leader, or put back by an operator. */
    void kept(long cycle);

    /** An earlier leader froze the report of the open cycle but did not release the cycle. */
    void frozen(long cycle);

    /** A node is alive that was not before. */
    void joined(String id);

    /** A node is not alive any more. */
    void left(String id);

    /** Readings came in, or the set of live nodes changed, or the cycle timeout is over. */
    void progress(CycleSnapshot snapshot);
}
