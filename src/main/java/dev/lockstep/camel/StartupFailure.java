package dev.lockstep.camel;

import dev.lockstep.protocol.session.IdInUseException;

/**
 * The reason why a node has stopped by itself. It is an object that both sides refer to, because a stopped context has no
 * beans any more.
 *
 * <p>This class is thread-safe.
 */
public final class StartupFailure {

    private volatile IdInUseException reason;

    public void set(IdInUseException e) {
        reason = e;
    }

    /** Throws the reason, if there is one. */
    public void rethrow() throws IdInUseException {
        if (reason != null) {
            throw reason;
        }
    }
}
