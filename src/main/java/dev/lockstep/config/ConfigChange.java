package dev.lockstep.config;

/**
 * That a key below {@code /config} was written or deleted, and what came of it.
 *
 * @param key the key, as the path below {@code /config}: {@code sampling_period}, {@code plant/limit}
 * @param value the text as it was written; null when the key was deleted
 * @param outcome what came of it
 * @param inForce the text that holds from now on; null when there is none
 * @param message all of this in one line for people
 */
public record ConfigChange(String key, String value, Outcome outcome, String inForce, String message) {

    /** What came of a change. */
    public enum Outcome {
        /** The written value holds. */
        ACCEPTED,
        /** The written value is invalid; what held before still holds. */
        REFUSED,
        /** The key was deleted; the default holds, if there is one. */
        DELETED
    }

    /** Whether the cluster now does what was asked for. */
    public boolean accepted() {
        return outcome != Outcome.REFUSED;
    }

    static ConfigChange accepted(String key, String value) {
        return new ConfigChange(key, value, Outcome.ACCEPTED, value, key + " is now '" + value + "'");
    }

    static ConfigChange refused(String key, String value, String inForce, String reason) {
        String message = key + (inForce == null ? " stays at its default: " : " stays '" + inForce + "': ") + reason;
        return new ConfigChange(key, value, Outcome.REFUSED, inForce, message);
    }

    static ConfigChange deleted(String key, String inForce) {
        String message = key + " was deleted" + (inForce == null ? "" : "; the default '" + inForce + "' holds");
        return new ConfigChange(key, null, Outcome.DELETED, inForce, message);
    }
}
