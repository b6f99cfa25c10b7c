package dev.lockstep.camel.component;

/** What an exchange of {@link CycleConsumer} is about; in its variable {@code event}, in lower case. */
enum CycleEvent {
    /** An earlier leader left the undelivered report of a closed cycle. */
    KEPT,
    /** An earlier leader froze the report of the open cycle. */
    FROZEN,
    /** A node joined; body: its id. */
    JOINED,
    /** A node left; body: its id. */
    LEFT,
    /** Readings came in, or the live nodes changed; body: a {@link dev.lockstep.protocol.cycle.CycleSnapshot}. */
    PROGRESS,
    /** The term is over although the node is still elected; it should stand for election again. */
    DEPOSED
}
