package dev.lockstep.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** A key below {@code /config} that Lockstep itself reads and validates. Any other key is for the routes. */
public enum Setting {
    SAMPLING_PERIOD("sampling_period", "5", Durations.ALLOWED, Durations::parse),
    API_URL("api_url", "localhost:8080", ApiUrl.ALLOWED, ApiUrl::parse),
    CYCLE_TIMEOUT("cycle_timeout", "10", Durations.ALLOWED, Durations::parse),
    MIN_NODES("min_nodes", "1", NodeCount.ALLOWED, NodeCount::parse);

    private final String key;
    private final String defaultText;
    private final String allowed;
    private final Function<String, Object> parser;

    Setting(String key, String defaultText, String allowed, Function<String, Object> parser) {
        this.key = key;
        this.defaultText = defaultText;
        this.allowed = allowed;
        this.parser = parser;
    }

    /** Returns the setting with {@code key}, if Lockstep reads that key. */
    public static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    public String key() {
        return key;
    }

    /** Returns the text that is in force when neither ZooKeeper nor the node's own settings have one. */
    public String defaultText() {
        return defaultText;
    }

    /** Returns the texts that may be written, as a part of a sentence. */
    public String allowed() {
        return allowed;
    }

    /**
     * Returns the value of {@code text}.
     *
     * @throws IllegalArgumentException if the text is not valid; the message has the reason and what is allowed
     */
    public Object parse(String text) {
        return parser.apply(text);
    }
}
