package dev.lockstep.protocol.cycle;

import java.util.Set;

/** Receives what happens in the cycles of one term; every call is made on the thread of {@link CycleLoop#run}. */
public interface CycleListener {

    /** The term has started; called once, before anything else, with the sorted ids of the live nodes. */
    void started(Set<String> ids);

    /** An earlier leader left the undelivered report of a closed cycle, or an operator moved a refused one back. */
    void kept(long cycle);

    /** An earlier leader froze the report of the open cycle but did not release the cycle. */
    void frozen(long cycle);

    /** A node has joined the live nodes. */
    void joined(String id);

    /** A node has left the live nodes. */
    void left(String id);

    /** Readings have arrived, or the set of live nodes has changed, or the cycle timeout is over. */
    void progress(CycleSnapshot snapshot);
}
