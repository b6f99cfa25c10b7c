package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How far a reading can be trusted, in the words of OPC UA. */
public enum Quality {
    /** As the sensor is meant to measure; also when nothing else is said. */
    @JsonProperty("Good")
    GOOD("Good"),
    /** Less exact than usual; it counts all the same. */
    @JsonProperty("Uncertain")
    UNCERTAIN("Uncertain"),
    /** Not to be used: it is listed and counts in no statistic. */
    @JsonProperty("Bad")
    BAD("Bad");

    private final String word;

    Quality(String word) {
        this.word = word;
    }

    /**
     * The quality of that name.
     *
     * @param name in upper and lower case alike; null for good
     * @throws IllegalArgumentException if there is none; says which there are
     */
    public static Quality of(String name) {
        return name == null
                ? GOOD
                : Arrays.stream(values())
                        .filter(quality -> quality.word.equalsIgnoreCase(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("the quality is '" + name + "'; allowed are "
                                + Arrays.stream(values()).map(Quality::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return word;
    }

    /** Leaves the quality that needs no mention out of JSON: Jackson leaves out what equals its filter. */
    static final class Unremarkable {
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
