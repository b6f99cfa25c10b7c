package dev.lockstep.config;

/**
 * A key below {@code /config} that was written or deleted, and the outcome.
 *
 * @param key the key, as the path below {@code /config}: {@code sampling_period}, {@code plant/limit}
 * @param value the text as it was written; null when the key was deleted
 * @param outcome whether the change is in force
 * @param inForce the text in force from now on; null when there is none
 * @param message all of this in one line, for logs
 */
public record ConfigChange(String key, String value, Outcome outcome, String inForce, String message) {

    /** The outcome of a change. */
    public enum Outcome {
        /** The written value is in force. */
        ACCEPTED,
        /** The written value is invalid; the previous one stays in force. */
        REFUSED,
        /** The key was deleted; the default is in force, if there is one. */
        DELETED
    }

    /** Returns true if the written value, or the deletion, is in force. */
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
        String message = key + " was deleted" + (inForce == null ? "" : "; the default '" + inForce + "' is in force");
        return new ConfigChange(key, null, Outcome.DELETED, inForce, message);
    }
}
