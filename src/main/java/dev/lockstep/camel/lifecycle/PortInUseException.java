package dev.lockstep.camel.lifecycle;

/** The backend's port belongs to another program. */
public final class PortInUseException extends RuntimeException {

    public PortInUseException(int port, Throwable cause) {
        super("port " + port + " is in use by another program; choose another with --port or PORT", cause);
    }
}
