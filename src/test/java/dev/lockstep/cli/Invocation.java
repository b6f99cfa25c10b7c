package dev.lockstep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** The result of a run of the command line. */
record Invocation(int exitCode, String out, String err) {

    static Invocation of(Map<String, String> variables, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Lockstep.run(variables, new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Invocation(exitCode, out.toString(), err.toString());
    }

    static Invocation of(String... args) {
        return of(Map.of(), args);
    }
}
