package dev.lockstep.web.redis;

import java.net.URI;
import java.time.Duration;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Creates the pooled Redis client that the whole backend shares. */
public final class RedisPool {

    private static final Logger LOG = LoggerFactory.getLogger(RedisPool.class);
    private static final int DEFAULT_PORT = 6379;
    /** As many as the HTTP server has worker threads, so that none of them waits for another. */
    private static final int MAX_CONNECTIONS = 20;

    private RedisPool() {}

    /**
     * Returns a client that connects when it is used, so that Redis may be unavailable at times. Logs a warning if Redis is
     * unavailable now, or if its settings could lose reports.
     *
     * @param url the URL, as for {@link #uri}
     * @param timeoutMs the timeout of connecting, and of each command, in milliseconds
     */
    public static JedisPooled connect(String url, int timeoutMs) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(MAX_CONNECTIONS);
        pool.setMaxIdle(MAX_CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(timeoutMs));
        pool.setJmxEnabled(false);
        // Otherwise every connection of the pool fails once after a restart of Redis.
        pool.setTestOnBorrow(true);
        URI uri = uri(url);
        JedisPooled redis = new JedisPooled(pool, uri, timeoutMs);
        logWarnings(redis, uri.getHost() + ":" + uri.getPort());
        return redis;
    }

    /**
     * Parses the URL of a Redis.
     *
     * @param url {@code redis://} or {@code rediss://} (TLS), optionally user and password, the host, and optionally port
     *     (default 6379) and database
     * @throws IllegalArgumentException if it is not such a URL
     */
    public static URI uri(String url) {
        try {
            URI uri = URI.create(url);
            boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            if (redis && uri.getHost() != null) {
                return uri.getPort() >= 0
                        ? uri
                        : new URI(
                                uri.getScheme(),
                                uri.getUserInfo(),
                                uri.getHost(),
                                DEFAULT_PORT,
                                uri.getPath(),
                                uri.getQuery(),
                                null);
            }
        } catch (Exception e) {
            // Reported below; the message of this exception could contain a password.
        }
        throw new IllegalArgumentException(
                "the address of Redis (--redis, REDIS_URL) must be like redis://localhost:6379 or redis://:password@host:6379/0");
    }

    /** Returns true if a crash of Redis loses no acknowledged write, or if that is unknown, as with some managed services. */
    private static boolean syncsEveryWrite(JedisPooled redis) {
        try {
            Object answer = redis.sendCommand(Protocol.Command.CONFIG, "GET", "appendfsync");
            return "always".equals(BuilderFactory.STRING_MAP.build(answer).getOrDefault("appendfsync", "always"));
        } catch (JedisDataException e) {
            return true;
        }
    }

    private static void logWarnings(JedisPooled redis, String address) {
        try {
            if (redis.info("persistence").contains("aof_enabled:0")) {
                LOG.warn(
                        "Redis at {} has 'appendonly no': it loses reports when it restarts. Set 'appendonly yes' in its"
                                + " configuration.",
                        address);
            } else if (!syncsEveryWrite(redis)) {
                LOG.warn(
                        "Redis at {} does not have 'appendfsync always': if it is killed, it loses the reports of the last"
                                + " seconds. Set 'appendfsync always' in its configuration.",
                        address);
            }
        } catch (JedisException e) {
            LOG.warn(
                    "Redis at {} is unavailable; requests are answered with 503 until it is available: {}",
                    address,
                    e.getMessage());
        }
    }
}
