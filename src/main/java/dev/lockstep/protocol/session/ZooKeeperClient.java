package dev.lockstep.protocol.session;

import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.client.ConnectStringParser;

/** Makes the one Curator client of a process. */
public final class ZooKeeperClient {

    private static final int FIRST_RETRY_MILLIS = 20;
    private static final int LAST_RETRY_MILLIS = 500;
    private static final int RETRIES = 5;
    private static final int CONNECTION_TIMEOUT_MILLIS = 1_000;

    private ZooKeeperClient() {}

    /**
     * A started client, which connects in the background and never gives up.
     *
     * <p>An operation waits a second for a connection, then fails: the protocol repeats what must succeed, and what is only
     * tidying up must not hold up the end of a node.
     *
     * <p>The chroot of the connect string becomes Curator's namespace, because Curator makes that when it is missing.
     * Curator notices a lost session after a third of the timeout more than ZooKeeper's own notice, rather than after a
     * whole one.
     *
     * @param hosts a connect string, with an optional chroot
     * @param sessionTimeout the session timeout to ask the servers for; they have the last word
     * @throws IllegalArgumentException if the connect string is malformed
     */
    public static CuratorFramework connect(String hosts, Duration sessionTimeout) {
        ConnectStringParser parsed = parse(hosts);
        String servers = parsed.getChrootPath() == null
                ? hosts
                : hosts.substring(0, hosts.length() - parsed.getChrootPath().length());
        CuratorFramework curator = CuratorFrameworkFactory.builder()
                .connectString(servers)
                .namespace(
                        parsed.getChrootPath() == null
                                ? null
                                : parsed.getChrootPath().substring(1))
                .sessionTimeoutMs(Math.toIntExact(sessionTimeout.toMillis()))
                .connectionTimeoutMs(CONNECTION_TIMEOUT_MILLIS)
                .retryPolicy(new BoundedExponentialBackoffRetry(FIRST_RETRY_MILLIS, LAST_RETRY_MILLIS, RETRIES))
                .simulatedSessionExpirationPercent(33)
                .build();
        curator.start();
        return curator;
    }

    /**
     * Checks a connect string at the door.
     *
     * @throws IllegalArgumentException if it is malformed, with what is allowed
     */
    public static ConnectStringParser parse(String hosts) {
        try {
            ConnectStringParser parsed = new ConnectStringParser(hosts.strip());
            boolean complete = parsed.getServerAddresses().stream()
                    .noneMatch(address -> address.getHostString().isBlank() || address.getPort() > 65535);
            if (complete && !parsed.getServerAddresses().isEmpty()) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            throw malformed(hosts, e);
        }
        throw malformed(hosts, null);
    }

    private static IllegalArgumentException malformed(String hosts, Exception cause) {
        return new IllegalArgumentException(
                "'" + hosts + "' is not a ZooKeeper connect string; allowed is HOST:PORT[,HOST:PORT...][/CHROOT]",
                cause);
    }

    /** Builds a client from what a route file says; Camel sets the properties. */
    public static final class Builder {
        private String hosts;
        private Duration sessionTimeout;

        public void setHosts(String hosts) {
            this.hosts = hosts;
        }

        public void setSessionTimeout(Duration sessionTimeout) {
            this.sessionTimeout = sessionTimeout;
        }

        public CuratorFramework build() {
            return connect(hosts, sessionTimeout);
        }
    }
}
