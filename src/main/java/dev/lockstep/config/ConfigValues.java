package dev.lockstep.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The texts that are written below {@code /config} and those in force: the last valid text of each key, or the default. This
 * class does not use ZooKeeper.
 *
 * <p>This class is immutable.
 */
final class ConfigValues {

    private final Map<String, String> defaults;
    private final Map<String, String> written;
    private final Map<String, String> inForce;
    private final Settings settings;

    private ConfigValues(Map<String, String> defaults, Map<String, String> written, Map<String, String> inForce) {
        this.defaults = defaults;
        this.written = written;
        this.inForce = inForce;
        this.settings = Settings.parse(inForce);
    }

    /**
     * Returns values of which none is written yet.
     *
     * @param defaults texts by key, in place of {@link Setting#defaultText()}
     * @throws IllegalArgumentException if one is not a valid value of its setting
     */
    static ConfigValues of(Map<String, String> defaults) {
        Map<String, String> all = new HashMap<>();
        for (Setting setting : Setting.values()) {
            all.put(setting.key(), setting.defaultText());
        }
        all.putAll(defaults);
        return new ConfigValues(Map.copyOf(all), Map.of(), Map.copyOf(all));
    }

    Settings settings() {
        return settings;
    }

    /** Returns the text in force for {@code key}. */
    Optional<String> text(String key) {
        return Optional.ofNullable(inForce.get(key));
    }

    /** Returns every text in force, sorted by key. */
    Map<String, String> texts() {
        return Collections.unmodifiableMap(new TreeMap<>(inForce));
    }

    /** Returns the values after {@code now} was written, with the changes, sorted by key. */
    Update update(Map<String, String> now) {
        Map<String, String> next = new HashMap<>(inForce);
        List<ConfigChange> changes = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(written.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            if (!Optional.ofNullable(written.get(key)).equals(Optional.ofNullable(now.get(key)))) {
                ConfigChange change = change(key, now.get(key));
                changes.add(change);
                next.put(key, change.inForce());
            }
        }
        next.values().removeIf(text -> text == null);
        return new Update(new ConfigValues(defaults, Map.copyOf(now), Map.copyOf(next)), List.copyOf(changes));
    }

    /** Returns the values after {@code value} was refused, which is in force; no change if another value is written. */
    Update refuse(String key, String value, String lastGood, String reason) {
        if (!Objects.equals(written.get(key), value)) {
            return new Update(this, List.of());
        }
        Map<String, String> next = new HashMap<>(inForce);
        next.put(key, lastGood);
        next.values().removeIf(text -> text == null);
        return new Update(
                new ConfigValues(defaults, written, Map.copyOf(next)),
                List.of(ConfigChange.refused(key, value, lastGood, reason)));
    }

    private ConfigChange change(String key, String value) {
        if (value == null) {
            return ConfigChange.deleted(key, defaults.get(key));
        }
        try {
            Setting.of(key).ifPresent(setting -> setting.parse(value));
            return ConfigChange.accepted(key, value);
        } catch (IllegalArgumentException e) {
            return ConfigChange.refused(key, value, inForce.get(key), e.getMessage());
        }
    }

    /** The values after a read of {@code /config}, and how they differ from those before. */
    record Update(ConfigValues values, List<ConfigChange> changes) {}
}
