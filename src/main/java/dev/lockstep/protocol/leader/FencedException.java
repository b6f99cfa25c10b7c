package dev.lockstep.protocol.leader;

/** Thrown when a write is refused because a newer epoch has begun: the leader is deposed, and the write has changed nothing. */
public final class FencedException extends RuntimeException {

    public FencedException(long epoch) {
        super("epoch " + epoch + " is over: another leader has begun a newer one");
    }
}
