package dev.lockstep.web.problem;

/** Thrown when no report is stored yet; answered with 404. */
public final class NoReportException extends RuntimeException {

    public NoReportException() {
        super("There is no report yet.");
    }
}
