package dev.lockstep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The parent of the commands for {@code /config}. */
@Command(
        name = "config",
        description = "Reads and writes the live configuration. Changes take effect in all nodes from the next cycle.",
        subcommands = {ConfigGetCommand.class, ConfigSetCommand.class})
final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a subcommand is missing: get or set");
    }
}
