package dev.lockstep.camel.lifecycle;

/** Thrown when the port of the web backend is in use by another program. */
public final class PortInUseException extends RuntimeException {

    public PortInUseException(int port, Throwable cause) {
        super("port " + port + " is in use by another program; choose another with --port or PORT", cause);
    }
}
