package dev.lockstep.web.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/**
 * An error as RFC 9457 has it, sent as {@code application/problem+json}.
 *
 * @param type {@code about:blank}: the status says which kind of problem it is
 * @param title the name of the status
 * @param status the HTTP status
 * @param detail what is wrong with this request, for people
 * @param errors what is wrong where, for programs; null when the request was not the problem
 */
public record Problem(String type, String title, int status, String detail, List<Violation> errors) {

    static Problem of(int status, String detail) {
        return of(status, detail, null);
    }

    static Problem of(int status, String detail, List<Violation> errors) {
        return new Problem("about:blank", HttpResponseStatus.valueOf(status).reasonPhrase(), status, detail, errors);
    }
}
