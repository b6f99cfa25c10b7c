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
 * Takes options that are not given from their {@link Env} variables; an empty variable counts as not set. The variable of an
 * option that is given is not even looked at, so that nothing bad in it can get in the way.
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

    /** Where the value of {@code option} comes from: the option's name, or the variable's. */
    String origin(OptionSpec option) {
        return variable(option)
                .filter(name -> get(name) != null && !isGiven(option))
                .orElseGet(option::longestName);
    }

    /** The variable that belongs to {@code arg}. */
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
