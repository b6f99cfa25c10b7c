package dev.lockstep.faults.cluster;

import dev.lockstep.testing.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How the process of a node is started: the command line up to the options of {@code node}, and what it adds to the environment. */
public interface Launch {

    Path PROGRAM = Path.of("target", "lockstep.jar");

    /** As a user starts it. */
    Launch JAR = id -> {
        List<String> command = Jvm.light();
        command.addAll(List.of("-jar", PROGRAM.toString(), "node"));
        return command;
    };

    List<String> command(String id);

    default Map<String, String> environment(String id) {
        return Map.of();
    }

    /** The same, but started by another program, whose command line begins with what {@code wrapper} says of the node. */
    default Launch under(Function<String, List<String>> wrapper) {
        return of(
                id -> {
                    List<String> command = new ArrayList<>(wrapper.apply(id));
                    command.addAll(command(id));
                    return command;
                },
                this::environment);
    }

    /** The same in another environment. */
    default Launch with(Function<String, Map<String, String>> environment) {
        return of(this::command, environment);
    }

    private static Launch of(
            Function<String, List<String>> command, Function<String, Map<String, String>> environment) {
        return new Launch() {
            @Override
            public List<String> command(String id) {
                return command.apply(id);
            }

            @Override
            public Map<String, String> environment(String id) {
                return environment.apply(id);
            }
        };
    }
}
