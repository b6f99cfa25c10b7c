package dev.lockstep.web.redis;

/** Every key that Lockstep uses in Redis. No other class of the web backend contains one. */
public final class RedisKeys {

    /** Sorted set. Members: the ids of clusters; score: when the cluster's last report was stored, in ms since 1970. */
    public static final String CLUSTERS = "lockstep:clusters";

    /** Hash. {@link #STORED}, {@link #REPLAYED}: POSTs with each outcome; {@link #READINGS}: readings in the stored reports. */
    public static final String TOTALS = "lockstep:totals";

    public static final String STORED = "stored";
    public static final String REPLAYED = "replayed";
    public static final String READINGS = "readings";

    /** List, newest first. The numbers from the older API, as text. */
    public static final String MEASUREMENTS = "lockstep:measurements";

    private RedisKeys() {}

    /** Returns the key of a hash. Field: a cycle of the cluster; value: its report, exactly as it was posted. */
    public static String reports(String cluster) {
        return "lockstep:reports:" + cluster;
    }

    /** Returns the key of a sorted set, the index of {@link #reports}. Members and scores: the cycles of the cluster. */
    public static String cycles(String cluster) {
        return "lockstep:cycles:" + cluster;
    }
}
