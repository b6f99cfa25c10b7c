package dev.lockstep.web.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a request is invalid, so that a retry is useless; answered with 400. */
public final class InvalidRequestException extends RuntimeException {

    private final transient List<Violation> violations;

    /** Creates an exception with one or more violations, the most important first. */
    public InvalidRequestException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public InvalidRequestException(Violation violation) {
        this(List.of(violation));
    }

    public List<Violation> violations() {
        return violations;
    }
}
