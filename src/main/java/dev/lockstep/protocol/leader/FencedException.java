package dev.lockstep.protocol.leader;

/** A write was refused because a newer epoch has begun: this leader is deposed and has changed nothing. */
public final class FencedException extends RuntimeException {

    public FencedException(long epoch) {
        super("epoch " + epoch + " is over: another leader has begun a newer one");
    }
}
