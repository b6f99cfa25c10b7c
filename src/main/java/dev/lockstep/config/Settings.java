package dev.lockstep.config;

import java.time.Duration;
import java.util.Map;

/**
 * The values in force at one instant.
 *
 * @param samplingPeriod how long a cycle stays open at least
 * @param apiUrl where reports go
 * @param cycleTimeout how long a live node may be late with its reading before the cycle closes without it
 * @param minNodes how many readings a cycle needs
 */
public record Settings(Duration samplingPeriod, ApiUrl apiUrl, Duration cycleTimeout, int minNodes) {

    /**
     * Reads the settings from texts by key; where one is absent, its default holds.
     *
     * @throws IllegalArgumentException if a text is no value of its setting
     */
    static Settings parse(Map<String, String> texts) {
        return new Settings(
                (Duration) value(texts, Setting.SAMPLING_PERIOD),
                (ApiUrl) value(texts, Setting.API_URL),
                (Duration) value(texts, Setting.CYCLE_TIMEOUT),
                (Integer) value(texts, Setting.MIN_NODES));
    }

    private static Object value(Map<String, String> texts, Setting setting) {
        return setting.parse(texts.getOrDefault(setting.key(), setting.defaultText()));
    }
}
