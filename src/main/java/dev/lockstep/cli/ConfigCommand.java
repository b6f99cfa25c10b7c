package dev.lockstep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands for /config. */
@Command(
        name = "config",
        description = "Reads and writes the live configuration, which is in force for all nodes from the next cycle.",
        subcommands = {ConfigGetCommand.class, ConfigSetCommand.class})
final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say get or set");
    }
}
