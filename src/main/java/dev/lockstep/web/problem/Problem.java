package dev.lockstep.web.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/**
 * An error in the form of RFC 9457, sent as {@code application/problem+json}.
 *
 * @param type {@code about:blank}: the status is the type of the problem
 * @param title the name of the status
 * @param status the HTTP status
 * @param detail what is wrong with this request, as text
 * @param errors the violations, for programs; null if the request is not invalid
 */
public record Problem(String type, String title, int status, String detail, List<Violation> errors) {

    static Problem of(int status, String detail) {
        return of(status, detail, null);
    }

    static Problem of(int status, String detail, List<Violation> errors) {
        return new Problem("about:blank", HttpResponseStatus.valueOf(status).reasonPhrase(), status, detail, errors);
    }
}
