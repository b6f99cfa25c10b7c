package dev.lockstep.cli.option;

import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * Which ZooKeeper, and how long its sessions live. A value that is not set stays open here: for a node, the routes' {@code
 * application.properties} then has the last word.
 */
public final class ZooKeeperOptions {

    static final String DEFAULT_HOSTS = "localhost:2181";
    static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--zookeeper",
            paramLabel = "HOSTS",
            converter = Converters.Hosts.class,
            description = "ZooKeeper servers, with an optional chroot: zk1:2181,zk2:2181/plant-a."
                    + " [ZOOKEEPER_HOSTS; default: localhost:2181]")
    @Env("ZOOKEEPER_HOSTS")
    public String hosts;

    @Option(
            names = "--session-timeout",
            paramLabel = "TIME",
            converter = Converters.Time.class,
            description = "How long a session outlives its process when that crashes: 4s, 1m. The servers have the last"
                    + " word. [SESSION_TIMEOUT; default: 10s]")
    @Env("SESSION_TIMEOUT")
    public Duration sessionTimeout;

    String hostsOrDefault() {
        return hosts == null ? DEFAULT_HOSTS : hosts;
    }

    Duration sessionTimeoutOrDefault() {
        return sessionTimeout == null ? DEFAULT_SESSION_TIMEOUT : sessionTimeout;
    }
}
