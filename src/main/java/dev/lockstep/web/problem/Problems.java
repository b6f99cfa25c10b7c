package dev.lockstep.web.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import org.apache.camel.ExchangeException;
import org.apache.camel.component.jsonvalidator.JsonValidationException;

/** Says in a {@link Problem} why a request failed. This class is threadsafe. */
public final class Problems {

    private static final int MAX_ERRORS = 20;

    /** 400: the request can never be right. */
    public Problem invalid(@ExchangeException Exception cause) {
        List<Violation> violations = violations(cause);
        return Problem.of(
                400,
                violations.get(0) + more(violations.size() - 1),
                violations.stream().limit(MAX_ERRORS).toList());
    }

    /** 404: the request is right, but there is nothing to answer with yet. */
    public Problem missing(@ExchangeException NoReportException cause) {
        return Problem.of(404, cause.getMessage());
    }

    /** 503: the request may be right, but Redis cannot be reached or does not take it now. */
    public Problem unavailable() {
        return Problem.of(503, "Redis is away. Nothing is lost by sending the same request again.");
    }

    /** 500: a defect of the backend; its log says more. */
    public Problem defect() {
        return Problem.of(500, "The backend failed on this request; its log says why.");
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
        // The schema blames the object for a property that it lacks; people look for the property.
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
