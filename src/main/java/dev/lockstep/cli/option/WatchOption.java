package dev.lockstep.cli.option;

import picocli.CommandLine.Option;

/** Whether edits of the routes take effect at once, for services that are not edited unless one says so. */
public final class WatchOption {

    @Option(
            names = "--watch-routes",
            negatable = true,
            // Without it the option would turn round what the variable says.
            fallbackValue = "true",
            description = "Edits of the route files take effect when they are saved; what does not work is refused and"
                    + " what ran before runs on. [WATCH_ROUTES; default: false]")
    @Env("WATCH_ROUTES")
    public boolean routes;
}
