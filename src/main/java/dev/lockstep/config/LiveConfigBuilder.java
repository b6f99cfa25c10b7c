package dev.lockstep.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the live configuration from what a route file says; Camel sets the properties. */
public final class LiveConfigBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfigBuilder.class);

    private final Map<String, String> defaults = new HashMap<>();
    private CuratorFramework curator;

    public void setCurator(CuratorFramework curator) {
        this.curator = curator;
    }

    public void setSamplingPeriod(String samplingPeriod) {
        defaults.put(Setting.SAMPLING_PERIOD.key(), samplingPeriod);
    }

    public void setApiUrl(String apiUrl) {
        defaults.put(Setting.API_URL.key(), apiUrl);
    }

    public void setCycleTimeout(String cycleTimeout) {
        defaults.put(Setting.CYCLE_TIMEOUT.key(), cycleTimeout);
    }

    public void setMinNodes(String minNodes) {
        defaults.put(Setting.MIN_NODES.key(), minNodes);
    }

    /**
     * The live configuration, not started.
     *
     * @throws IllegalArgumentException if a default is no value of its setting
     */
    public LiveConfig build() {
        if (curator == null) {
            // Camel tries twice to make a bean, the second time without its properties, and tells only of that.
            throw new IllegalStateException(
                    "the settings in application.properties are not valid; see the error above");
        }
        try {
            return new LiveConfig(curator, defaults);
        } catch (IllegalArgumentException e) {
            LOG.error("A default in application.properties is refused: {}", e.getMessage());
            throw e;
        }
    }
}
