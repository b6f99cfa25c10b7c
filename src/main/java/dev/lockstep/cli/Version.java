package dev.lockstep.cli;

import picocli.CommandLine.IVersionProvider;

/** Returns the version from the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Lockstep.class.getPackage().getImplementationVersion();
        return new String[] {"lockstep " + (version == null ? "(not from a jar)" : version), "Java " + Runtime.version()
        };
    }
}
