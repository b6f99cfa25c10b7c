package dev.lockstep.camel;

import dev.lockstep.protocol.session.IdInUseException;

/**
 * The reason why a node stopped by itself. An object of its own, which both sides hold, because a stopped context has forgotten its
 * beans.
 *
 * <p>This class is thread-safe.
 */
public final class StartupFailure {

    private volatile IdInUseException reason;

    public void because(IdInUseException e) {
        reason = e;
    }

    /** Throws the reason, if there is one. */
    public void rethrow() throws IdInUseException {
        if (reason != null) {
            throw reason;
        }
    }
}
