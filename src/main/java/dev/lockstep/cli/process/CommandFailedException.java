package dev.lockstep.cli.process;

/** Thrown when a command fails for an expected reason, which the message has in one line. The exit code is 1. */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
