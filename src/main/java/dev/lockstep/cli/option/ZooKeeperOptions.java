package dev.lockstep.cli.option;

import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * The ZooKeeper servers and the session timeout. A value that is not set is null here: for a node, the default is then in the
 * routes' {@code application.properties}.
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
            description = "Session timeout, after which a crashed process counts as dead: 4s, 1m. The servers may limit"
                    + " it. [SESSION_TIMEOUT; default: 10s]")
    @Env("SESSION_TIMEOUT")
    public Duration sessionTimeout;

    String hostsOrDefault() {
        return hosts == null ? DEFAULT_HOSTS : hosts;
    }

    Duration sessionTimeoutOrDefault() {
        return sessionTimeout == null ? DEFAULT_SESSION_TIMEOUT : sessionTimeout;
    }
}
