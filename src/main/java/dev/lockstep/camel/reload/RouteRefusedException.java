package dev.lockstep.camel.reload;

/** Thrown when routes cannot be replaced. The running routes stay in force. The message has the place and the reason. */
public final class RouteRefusedException extends Exception {

    RouteRefusedException(String message) {
        super(message);
    }

    RouteRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
