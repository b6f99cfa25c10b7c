package dev.lockstep.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the {@link LiveConfig} from the properties that a beans file sets. */
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
     * Returns the live configuration, not started.
     *
     * @throws IllegalArgumentException if a default is not a valid value of its setting
     */
    public LiveConfig build() {
        if (curator == null) {
            // Camel creates a failed bean a second time, without its properties, and reports only that failure.
            throw new IllegalStateException(
                    "the settings in application.properties are not valid; see the error above");
        }
        try {
            return new LiveConfig(curator, defaults);
        } catch (IllegalArgumentException e) {
            LOG.error("Invalid default in application.properties: {}", e.getMessage());
            throw e;
        }
    }
}
