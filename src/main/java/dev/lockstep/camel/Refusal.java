package dev.lockstep.camel;

import dev.lockstep.protocol.IdInUseException;

/**
 * Why a node had to stop by itself. An object of its own, which both sides hold, because a stopped context has forgotten its
 * beans.
 *
 * <p>This class is threadsafe.
 */
final class Refusal {

    private volatile IdInUseException reason;

    void because(IdInUseException e) {
        reason = e;
    }

    /** Throws the reason, if there is one. */
    void rethrow() throws IdInUseException {
        if (reason != null) {
            throw reason;
        }
    }
}
