package dev.lockstep.protocol.session;

import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.client.ConnectStringParser;

/** Creates the one Curator client of a process. */
public final class ZooKeeperClient {

    private static final int MIN_BACKOFF_MILLIS = 20;
    private static final int MAX_BACKOFF_MILLIS = 500;
    private static final int RETRIES = 5;
    private static final int CONNECTION_TIMEOUT_MILLIS = 1_000;

    private ZooKeeperClient() {}

    /**
     * Returns a started client, which connects in the background and never gives up.
     *
     * <p>An operation waits one second for a connection and then fails: the protocol retries what must succeed, and a mere
     * cleanup must not delay the shutdown of a node.
     *
     * <p>The chroot of the connect string becomes Curator's namespace, because Curator creates a namespace that is missing.
     * Curator considers a session lost a third of the timeout after ZooKeeper's own notice, not a whole timeout after it.
     *
     * @param hosts a connect string, with an optional chroot
     * @param sessionTimeout the session timeout that is requested; the servers may limit it
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
                .retryPolicy(new BoundedExponentialBackoffRetry(MIN_BACKOFF_MILLIS, MAX_BACKOFF_MILLIS, RETRIES))
                .simulatedSessionExpirationPercent(33)
                .build();
        curator.start();
        return curator;
    }

    /**
     * Parses a connect string.
     *
     * @throws IllegalArgumentException if it is malformed; its message states the valid format
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

    /** Builds a client from the properties in a route file, which Camel sets. */
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
