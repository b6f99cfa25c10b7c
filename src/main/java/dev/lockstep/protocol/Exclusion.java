package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a reading that is listed in a report counts in none of its statistics. */
public enum Exclusion {
    /** Its quality is bad. */
    @JsonProperty("quality")
    QUALITY,
    /** It is in another unit than the report: numbers of different units have no mean. */
    @JsonProperty("unit")
    UNIT
}
