package dev.lockstep.protocol.session;

/** Thrown when another live node holds the id. */
public final class IdInUseException extends Exception {

    public IdInUseException(IdHolder holder) {
        super(
                "the node id '%s' is in use by process %d on host %s since %s; give this node another id (--id or NODE_ID)"
                        .formatted(holder.id(), holder.pid(), holder.host(), holder.since()));
    }
}
