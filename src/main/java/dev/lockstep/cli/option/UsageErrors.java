package dev.lockstep.cli.option;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints a usage error as one line: where the value was set, what is wrong with it, what is allowed. */
public final class UsageErrors implements IParameterExceptionHandler {

    private final Environment environment;

    public UsageErrors(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + message(e) + " (see " + name + " --help)");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private String message(ParameterException e) {
        if (e.getArgSpec() instanceof OptionSpec option && e.getCause() instanceof TypeConversionException cause) {
            return environment.origin(option) + ": " + cause.getMessage();
        }
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return e.getMessage() + "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        return e.getMessage();
    }
}
