package dev.lockstep.cli.option;

import picocli.CommandLine.Option;

/** Whether edits of the route files take effect when they are saved, for services in which they do not by default. */
public final class WatchOption {

    @Option(
            names = "--watch-routes",
            negatable = true,
            // Without it, the option would negate the value of the variable.
            fallbackValue = "true",
            description = "Edits of the route files take effect when they are saved; an edit that does not work is"
                    + " refused, and the running routes stay in force. [WATCH_ROUTES; default: false]")
    @Env("WATCH_ROUTES")
    public boolean routes;
}
