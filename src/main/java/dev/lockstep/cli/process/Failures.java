package dev.lockstep.cli.process;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints an expected failure as one line. Any other exception is a defect of Lockstep and is printed with its stack trace. */
public final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof CommandFailedException) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + e.getMessage());
            LoggerFactory.getLogger(Failures.class).debug("Failed", e);
        } else {
            e.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
