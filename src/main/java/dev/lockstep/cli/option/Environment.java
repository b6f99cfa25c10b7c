package dev.lockstep.cli.option;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the values of options that are not given from their {@link Env} variables; an empty variable counts as not set. If an
 * option is given, its variable is not read at all, so that an invalid value in it does no harm.
 */
public final class Environment implements IDefaultValueProvider {

    private final Map<String, String> variables;
    private final List<String> arguments;

    public Environment(Map<String, String> variables, String... arguments) {
        this.variables = variables;
        this.arguments = Arrays.asList(arguments);
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        return isGiven(arg) ? null : variable(arg).map(this::get).orElse(null);
    }

    /** Returns the origin of the value of {@code option}: the name of the option, or of its variable. */
    String origin(OptionSpec option) {
        return variable(option)
                .filter(name -> get(name) != null && !isGiven(option))
                .orElseGet(option::longestName);
    }

    /** Returns the variable of {@code arg}. */
    public static Optional<String> variable(ArgSpec arg) {
        return arg.userObject() instanceof AnnotatedElement field && field.isAnnotationPresent(Env.class)
                ? Optional.of(field.getAnnotation(Env.class).value())
                : Optional.empty();
    }

    private String get(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private boolean isGiven(ArgSpec arg) {
        return arg instanceof OptionSpec option
                && Arrays.stream(option.names()).anyMatch(name -> arguments.stream()
                        .anyMatch(given -> given.equals(name) || given.startsWith(name + "=")));
    }
}
