package dev.lockstep.web.redis;

/** Every key that Lockstep uses in Redis. Nothing else in the web backend spells one. */
public final class RedisKeys {

    /** Sorted set. Members: the ids of clusters; score: when the cluster's last report was stored, in ms since 1970. */
    public static final String CLUSTERS = "lockstep:clusters";

    /** Hash. {@link #STORED} and {@link #REPLAYED}: how many POSTs had each outcome; {@link #READINGS}: in what is stored. */
    public static final String TOTALS = "lockstep:totals";

    public static final String STORED = "stored";
    public static final String REPLAYED = "replayed";
    public static final String READINGS = "readings";

    /** List, newest first. The numbers that came through the older API, as text. */
    public static final String MEASUREMENTS = "lockstep:measurements";

    private RedisKeys() {}

    /** Hash. Field: a cycle of the cluster; value: its report, the very text that was posted. */
    public static String reports(String cluster) {
        return "lockstep:reports:" + cluster;
    }

    /** Sorted set, the index of {@link #reports}. Members and scores: the cycles of the cluster. */
    public static String cycles(String cluster) {
        return "lockstep:cycles:" + cluster;
    }
}
