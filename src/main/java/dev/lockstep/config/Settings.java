package dev.lockstep.config;

import java.time.Duration;
import java.util.Map;

/**
 * The values in force at one instant.
 *
 * @param samplingPeriod the minimum time that a cycle stays open
 * @param apiUrl the URL to which reports are sent
 * @param cycleTimeout how long a live node may be late with its reading before the cycle closes without it
 * @param minNodes the minimum number of readings in a cycle
 */
public record Settings(Duration samplingPeriod, ApiUrl apiUrl, Duration cycleTimeout, int minNodes) {

    /**
     * Parses the settings from texts by key; an absent key has its default.
     *
     * @throws IllegalArgumentException if a text is not a valid value of its setting
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
