package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How far a reading can be trusted, in the terms of OPC UA. */
public enum Quality {
    /** The sensor works as intended. This is the default. */
    @JsonProperty("Good")
    GOOD("Good"),
    /** The value is less exact than usual, but counts in the statistics. */
    @JsonProperty("Uncertain")
    UNCERTAIN("Uncertain"),
    /** The value is not usable: it is listed, but counts in no statistic. */
    @JsonProperty("Bad")
    BAD("Bad");

    private final String text;

    Quality(String text) {
        this.text = text;
    }

    /**
     * Returns the quality of that name.
     *
     * @param name in upper or lower case; null for good
     * @throws IllegalArgumentException if there is no such quality; its message lists those that exist
     */
    public static Quality of(String name) {
        return name == null
                ? GOOD
                : Arrays.stream(values())
                        .filter(quality -> quality.text.equalsIgnoreCase(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("the quality is '" + name + "'; allowed are "
                                + Arrays.stream(values()).map(Quality::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return text;
    }

    /** Omits good quality from JSON: Jackson omits values that are equal to its filter. */
    static final class OmitGood {
        @Override
        public boolean equals(Object quality) {
            return quality == null || quality == GOOD;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
