package dev.lockstep.web.problem;

/** There is no report to answer with; answered with 404. */
public final class NoReportException extends RuntimeException {

    public NoReportException() {
        super("There is no report yet.");
    }
}
