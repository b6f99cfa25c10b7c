package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The reason why a reading that is listed in a report counts in none of its statistics. */
public enum ExclusionReason {
    /** Its quality is bad. */
    @JsonProperty("quality")
    QUALITY,
    /** Its unit is not that of the report: numbers of different units have no mean. */
    @JsonProperty("unit")
    UNIT
}
