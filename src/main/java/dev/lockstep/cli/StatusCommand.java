package dev.lockstep.cli;

import dev.lockstep.cli.option.Env;
import dev.lockstep.cli.option.ZooKeeperSession;
import dev.lockstep.cli.process.Logs;
import dev.lockstep.cli.text.StatusText;
import dev.lockstep.config.ConfigTree;
import dev.lockstep.config.Setting;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.status.ClusterStatus;
import dev.lockstep.protocol.status.ClusterStatusReader;
import dev.lockstep.protocol.status.Diagnosis;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status [--json] [--watch]}. */
@Command(
        name = "status",
        description =
                "Shows the leader, the nodes, the open cycle, the counter and the reports that are not delivered.",
        footer = {
            "",
            "The fields of --json; each is always present, and null if it has no value:",
            "  cluster, cycle, openedAt, frozen, epoch, leader, counter,",
            "  nodes[]: id, host, pid, since, cycle, value, takenAt, counter",
            "  undelivered, refused: count, oldest, newest (cycles)",
            "  problem: api, why, since, cycle (why the API does not accept reports)",
            "  state[]: what is wrong, as text; empty when all is well",
            "",
            "Examples:",
            "  lockstep status",
            "  lockstep status --watch",
            "  lockstep status --json | jq .leader"
        })
final class StatusCommand implements Callable<Integer> {

    private static final Duration REDRAW = Duration.ofSeconds(1);
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ZooKeeperSession zookeeper;

    @Option(names = "--json", description = "Prints one JSON document on one line. [STATUS_JSON; default: false]")
    @Env("STATUS_JSON")
    private boolean json;

    @Option(
            names = "--watch",
            description = "Prints the status every second, until Ctrl-C. [STATUS_WATCH; default: false]")
    @Env("STATUS_WATCH")
    private boolean watch;

    private Instant lastAnswer = Instant.now();

    @Override
    public Integer call() {
        Logs.useForTool("off");
        return zookeeper.read(curator -> {
            print(curator);
            while (watch) {
                Thread.sleep(REDRAW.toMillis());
                redraw(curator);
            }
            return 0;
        });
    }

    private void print(CuratorFramework curator) throws Exception {
        Map<String, String> written = ConfigTree.read(curator);
        // If it is not written there, it is a setting of the nodes, which is unknown here.
        Optional<Duration> period = value(written, Setting.SAMPLING_PERIOD).map(Duration.class::cast);
        int minNodes =
                value(written, Setting.MIN_NODES).map(Integer.class::cast).orElse(1);
        show(new ClusterStatusReader(curator).read(period, minNodes));
    }

    private static Optional<Object> value(Map<String, String> written, Setting setting) {
        try {
            return Optional.ofNullable(written.get(setting.key())).map(setting::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Prints the status again; unlike the first time, a lost connection is shown and does not end the command. */
    private void redraw(CuratorFramework curator) throws Exception {
        try {
            print(curator);
            lastAnswer = Instant.now();
        } catch (KeeperException e) {
            Duration silence = Duration.between(lastAnswer, Instant.now());
            spec.commandLine()
                    .getErr()
                    .printf("No connection to ZooKeeper for %s: retrying%n", Diagnosis.formatSeconds(silence));
        }
    }

    private void show(ClusterStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(status));
            return;
        }
        if (watch) {
            out.print(CLEAR_SCREEN);
        }
        out.print(new StatusText(status, Instant.now()));
        out.flush();
    }
}
