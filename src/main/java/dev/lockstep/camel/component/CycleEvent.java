package dev.lockstep.camel.component;

/** What an exchange of {@link CycleConsumer} is about; in its variable {@code event}, in lower case. */
enum CycleEvent {
    /** An earlier leader left an undelivered report of a closed cycle. */
    KEPT,
    /** An earlier leader froze the report of the open cycle. */
    FROZEN,
    /** A node joined; body: its id. */
    JOINED,
    /** A node left; body: its id. */
    LEFT,
    /** The cycle went on; body: a {@link dev.lockstep.protocol.cycle.CycleSnapshot} with what is new. */
    PROGRESS,
    /** The term is over although the node is still elected; it should stand for election anew. */
    DEPOSED
}
