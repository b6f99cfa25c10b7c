package dev.lockstep.cli.process;

/** A command cannot do what it was asked for; the message tells people why, in one line. Exit code 1. */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
