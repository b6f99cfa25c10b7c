package dev.lockstep.web.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import org.apache.camel.ExchangeException;
import org.apache.camel.component.jsonvalidator.JsonValidationException;

/** Converts failures of requests to {@link Problem}s. This class is thread-safe. */
public final class Problems {

    private static final int MAX_ERRORS = 20;

    /** Returns 400: the request is invalid, and a retry is useless. */
    public Problem invalid(@ExchangeException Exception cause) {
        List<Violation> violations = violations(cause);
        return Problem.of(
                400,
                violations.get(0) + more(violations.size() - 1),
                violations.stream().limit(MAX_ERRORS).toList());
    }

    /** Returns 404: the request is valid, but there is no report yet. */
    public Problem missing(@ExchangeException NoReportException cause) {
        return Problem.of(404, cause.getMessage());
    }

    /** Returns 503: Redis is unavailable, or refuses the command for now; the request can be retried. */
    public Problem unavailable() {
        return Problem.of(503, "Redis is unavailable. It is safe to send the same request again.");
    }

    /** Returns 500: a defect of the backend; its log has the details. */
    public Problem defect() {
        return Problem.of(500, "The backend failed on this request; see its log.");
    }

    private static List<Violation> violations(Exception cause) {
        if (cause instanceof InvalidRequestException invalid) {
            return invalid.violations();
        }
        if (cause instanceof JsonValidationException invalid
                && !invalid.getErrors().isEmpty()) {
            return invalid.getErrors().stream().map(Problems::violation).toList();
        }
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof JsonProcessingException malformed) {
                return List.of(Violation.body("", "is not JSON: " + describe(malformed)));
            }
        }
        return List.of(Violation.body("", "must be a JSON object"));
    }

    private static Violation violation(ValidationMessage error) {
        String path = error.getInstanceLocation().toString();
        // The validator reports a missing property at the object; the property itself is more helpful.
        return "required".equals(error.getType())
                ? Violation.body(path + "/" + error.getProperty(), "is required")
                : Violation.body(path, error.getError());
    }

    private static String describe(JsonProcessingException malformed) {
        JsonLocation at = malformed.getLocation();
        return malformed.getOriginalMessage()
                + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
    }

    private static String more(int others) {
        return others == 0 ? "" : " (and " + others + " more)";
    }
}
