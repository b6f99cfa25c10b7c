package dev.lockstep.web.problem;

/**
 * One error in a request, and its place. Exactly one of the first three components is set.
 *
 * @param pointer a JSON pointer into the body, as a URI fragment: {@code #/readings/0/value}
 * @param parameter the name of a query parameter
 * @param header the name of a header
 * @param detail what is wrong, and what is allowed
 */
public record Violation(String pointer, String parameter, String header, String detail) {

    /** Returns a violation in the body; {@code path} is a JSON pointer, empty for the whole body. */
    public static Violation body(String path, String detail) {
        return new Violation("#" + path, null, null, detail);
    }

    public static Violation parameter(String name, String detail) {
        return new Violation(null, name, null, detail);
    }

    public static Violation header(String name, String detail) {
        return new Violation(null, null, name, detail);
    }

    @Override
    public String toString() {
        if (pointer != null) {
            return (pointer.equals("#") ? "body" : pointer.substring(1)) + ": " + detail;
        }
        return (parameter != null ? parameter : header) + ": " + detail;
    }
}
