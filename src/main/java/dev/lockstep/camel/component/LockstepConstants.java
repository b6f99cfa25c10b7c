package dev.lockstep.camel.component;

import org.apache.camel.spi.Metadata;

/**
 * The variables that an exchange of the component carries. Camel's catalog has no place for variables and lists them as
 * headers, so each description states what it is.
 *
 * <p>Public, because the generator of the catalog silently omits what it cannot read by reflection.
 */
public final class LockstepConstants {

    @Metadata(
            label = "consumer",
            javaType = "String",
            description =
                    "Exchange variable (not a header): the kind of event. From lockstep:session: first, new, vanished."
                            + " From lockstep:cycle: kept, frozen, joined, left, progress, deposed.",
            enums = "first,new,vanished,kept,frozen,joined,left,progress,deposed")
    public static final String EVENT = "event";

    @Metadata(
            javaType = "long",
            description =
                    "Exchange variable (not a header): the number of the cycle. Set by lockstep:cycle and by"
                            + " lockstep:barrier?operation=next; 0 if the event is deposed. Read by all operations but republish, create and retry.")
    public static final String CYCLE = "cycle";

    @Metadata(
            javaType = "dev.lockstep.protocol.cycle.CycleLeader",
            description =
                    "Exchange variable (not a header): the leader of the cycle, in one term, so that a step of an old"
                            + " term never acts for a newer one. Set by lockstep:cycle; null if the event is deposed."
                            + " Read by the operations of lockstep:cycle and lockstep:report.")
    public static final String CYCLE_LEADER = "cycleLeader";

    @Metadata(
            label = "producer",
            javaType = "java.time.Instant",
            description = "Exchange variable (not a header): when the measurement began, by this node's clock. Read by"
                    + " lockstep:reading?operation=take.")
    public static final String TAKEN_AT = "takenAt";

    @Metadata(
            label = "producer",
            javaType = "String",
            description = "Exchange variable (not a header): the unit of the measured value; none by default. Read by"
                    + " lockstep:reading?operation=take.")
    public static final String UNIT = "unit";

    @Metadata(
            label = "producer",
            javaType = "String",
            defaultValue = "Good",
            description =
                    "Exchange variable (not a header): the quality of the measured value, in the terms of OPC UA. Read"
                            + " by lockstep:reading?operation=take.",
            enums = "Good,Uncertain,Bad")
    public static final String QUALITY = "quality";

    @Metadata(
            label = "producer",
            javaType = "boolean",
            defaultValue = "false",
            description = "Exchange variable (not a header): whether the measurement of the cycle failed, so that"
                    + " the wait at the barrier ends early and the node measures again. Read by the bean barrierWait.")
    public static final String FAILED = "failed";

    @Metadata(
            label = "producer",
            javaType = "dev.lockstep.protocol.Report",
            description = "Exchange variable (not a header): the report of the cycle. Set by"
                    + " lockstep:report?operation=create, read by lockstep:report?operation=freeze.")
    public static final String REPORT = "report";

    @Metadata(
            label = "producer",
            javaType = "int",
            description =
                    "Exchange variable (not a header): the HTTP status with which the API accepted the report. Read by"
                            + " lockstep:report?operation=delivered.")
    public static final String STATUS = "status";

    private LockstepConstants() {}
}
