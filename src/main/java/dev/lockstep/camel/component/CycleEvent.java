package dev.lockstep.camel.component;

/** The kind of event in an exchange of {@link CycleConsumer}; in its variable {@code event}, in lower case. */
enum CycleEvent {
    /** An earlier leader left the undelivered report of a closed cycle, or an operator moved a refused one back. */
    KEPT,
    /** An earlier leader froze the report of the open cycle. */
    FROZEN,
    /** A node joined; body: its id. */
    JOINED,
    /** A node left; body: its id. */
    LEFT,
    /** Readings have arrived, or the live nodes have changed; body: a {@link dev.lockstep.protocol.cycle.CycleSnapshot}. */
    PROGRESS,
    /** The term is over although the node is still elected; it should become a candidate again. */
    DEPOSED
}
