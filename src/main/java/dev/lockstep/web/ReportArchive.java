package dev.lockstep.web;

import dev.lockstep.protocol.Report;
import dev.lockstep.web.problem.InvalidRequestException;
import dev.lockstep.web.problem.NoReportException;
import dev.lockstep.web.redis.RedisKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import redis.clients.jedis.UnifiedJedis;

/**
 * All reports, in Redis. The first report of a cluster and cycle is kept forever, exactly as it was posted.
 *
 * <p>This class is thread-safe, also together with other processes on the same Redis: an operation that must be atomic is one
 * script in Redis. While Redis is unavailable, every method throws {@link redis.clients.jedis.exceptions.JedisException};
 * after such an error of {@link #store}, the report may or may not be stored: post it again.
 */
public final class ReportArchive {

    // Checking and storing must be atomic: a duplicate may arrive while the first request is still in progress.
    private static final String STORE =
            """
            local known = redis.call('HGET', KEYS[1], ARGV[2])
            if known then
              redis.call('HINCRBY', KEYS[4], ARGV[6], 1)
              return known
            end
            redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
            redis.call('ZADD', KEYS[2], ARGV[2], ARGV[2])
            redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
            redis.call('HINCRBY', KEYS[4], ARGV[5], 1)
            redis.call('HINCRBY', KEYS[4], ARGV[7], ARGV[8])
            return false
            """;

    private final UnifiedJedis redis;

    /** Creates an archive in {@code redis}, which the caller closes. */
    public ReportArchive(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Stores a report unless one of its cluster and cycle is stored.
     *
     * @param report the parsed {@code text}
     * @param text the report as it was posted
     * @return the outcome, with the stored text
     */
    public Receipt store(@Body Report report, @Variable("text") String text) {
        String cluster = report.cluster();
        Object stored = redis.eval(
                STORE,
                List.of(RedisKeys.reports(cluster), RedisKeys.cycles(cluster), RedisKeys.CLUSTERS, RedisKeys.TOTALS),
                List.of(
                        cluster,
                        Long.toString(report.cycle()),
                        text,
                        Long.toString(System.currentTimeMillis()),
                        RedisKeys.STORED,
                        RedisKeys.REPLAYED,
                        RedisKeys.READINGS,
                        Integer.toString(report.count())));
        return stored == null
                ? new Receipt(Receipt.Outcome.STORED, cluster, report.cycle(), text)
                : new Receipt(Receipt.Outcome.REPLAYED, cluster, report.cycle(), (String) stored);
    }

    /** Returns the reports that match {@code query}: the cluster that reported last first, then by cycle, newest first. */
    public List<String> find(@Body ReportQuery query) {
        List<String> found = new ArrayList<>();
        for (String cluster : query.cluster().map(List::of).orElseGet(this::clusters)) {
            int remaining = query.limit() - found.size();
            if (remaining == 0) {
                break;
            }
            List<String> cycles =
                    redis.zrevrangeByScore(RedisKeys.cycles(cluster), query.to(), query.from(), 0, remaining);
            if (!cycles.isEmpty()) {
                found.addAll(redis.hmget(RedisKeys.reports(cluster), cycles.toArray(String[]::new)));
            }
        }
        return found;
    }

    /**
     * Returns the newest report of the cluster that reported last.
     *
     * @throws NoReportException if there is none
     */
    public String latest() {
        return newest().orElseThrow(NoReportException::new);
    }

    /**
     * Returns the newest report, its age and the counts.
     *
     * @param cluster the cluster; null for the one that reported last
     * @throws InvalidRequestException if {@code cluster} is not a valid id
     */
    public ArchiveStatus status(@Header("cluster") String cluster) {
        List<String> clusters = clusters();
        Optional<String> selected = ReportQuery.of(cluster, null, null, null)
                .cluster()
                .or(() -> clusters.stream().findFirst());
        Optional<String> last = selected.flatMap(id ->
                find(new ReportQuery(Optional.of(id), ReportQuery.LATEST.from(), ReportQuery.LATEST.to(), 1)).stream()
                        .findFirst());
        return new ArchiveStatus(
                last.orElse(null),
                last.map(report -> age(redis.zscore(RedisKeys.CLUSTERS, selected.orElseThrow())))
                        .orElse(null),
                selected.map(id -> redis.zcard(RedisKeys.cycles(id))).orElse(0L),
                clusters,
                counts());
    }

    private ArchiveStatus.Counts counts() {
        Map<String, String> totals = redis.hgetAll(RedisKeys.TOTALS);
        return new ArchiveStatus.Counts(
                Long.parseLong(totals.getOrDefault(RedisKeys.STORED, "0")),
                Long.parseLong(totals.getOrDefault(RedisKeys.REPLAYED, "0")),
                Long.parseLong(totals.getOrDefault(RedisKeys.READINGS, "0")),
                redis.llen(RedisKeys.MEASUREMENTS));
    }

    private Optional<String> newest() {
        return find(ReportQuery.LATEST).stream().findFirst();
    }

    private List<String> clusters() {
        return redis.zrevrange(RedisKeys.CLUSTERS, 0, -1);
    }

    private static long age(double storedMillis) {
        // It may have been stored by another backend whose clock is ahead.
        return Math.max(0, System.currentTimeMillis() - (long) storedMillis);
    }
}
