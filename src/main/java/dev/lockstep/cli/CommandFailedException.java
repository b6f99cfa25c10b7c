package dev.lockstep.cli;

/** A command cannot do what it was asked for; the message tells people why, in one line. Exit code 1. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
