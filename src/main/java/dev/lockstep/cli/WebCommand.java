package dev.lockstep.cli;

import dev.lockstep.camel.lifecycle.WebMain;
import dev.lockstep.cli.option.Converters;
import dev.lockstep.cli.option.Env;
import dev.lockstep.cli.option.RoutesFolder;
import dev.lockstep.cli.option.WatchOption;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.cli.process.Service;
import dev.lockstep.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code web}. */
@Command(
        name = "web",
        description = "Runs the REST API and the page until SIGINT or SIGTERM.",
        footer = {
            "",
            "LOG_FORMAT is text or json (default: text), LOG_LEVEL is debug, info, warn or error (default: info).",
            "",
            "Examples:",
            "  lockstep web --redis redis://redis:6379",
            "  lockstep web --redis embedded --data /var/lib/lockstep --port 9090"
        })
public final class WebCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = Converters.Port.class,
            description = "Port of the API, the page, health and metrics. [PORT; default: ${DEFAULT-VALUE}]")
    @Env("PORT")
    private int port;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            defaultValue = "redis://localhost:6379",
            converter = Converters.RedisUrl.class,
            description =
                    "Redis that stores the reports: redis://[user:password@]host[:port][/database], rediss:// for TLS,"
                            + " or 'embedded' to start one in this process. [REDIS_URL; default: ${DEFAULT-VALUE}]")
    @Env("REDIS_URL")
    private String redis;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "lockstep-data",
            description = "Folder for the data of the embedded Redis. [DATA; default: ${DEFAULT-VALUE}]")
    @Env("DATA")
    private Path data;

    @Mixin
    private RoutesFolder routes;

    @Mixin
    private WatchOption watch;

    @Override
    public Integer call() {
        Logs.useForService("web");
        Path folder = routes.path();
        return Service.run(Service.LONG_STOP, List.of(folder.resolve("web")), signal -> {
            if (redis.equals(Converters.RedisUrl.EMBEDDED)) {
                try (EmbeddedRedis server = EmbeddedRedis.start(data)) {
                    WebMain.create(folder, port, server.url(), watch.routes).run();
                }
            } else {
                WebMain.create(folder, port, redis, watch.routes).run();
            }
        });
    }
}
