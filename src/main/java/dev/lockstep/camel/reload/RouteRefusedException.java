package dev.lockstep.camel.reload;

/** Routes cannot be as they were asked for. What ran before runs still. The message says where, and what is wrong. */
public final class RouteRefusedException extends Exception {

    RouteRefusedException(String message) {
        super(message);
    }

    RouteRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
