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

/** Makes the pooled Redis client that the whole backend shares. */
public final class RedisPool {

    private static final Logger LOG = LoggerFactory.getLogger(RedisPool.class);
    private static final int DEFAULT_PORT = 6379;
    /** As many as the HTTP server has worker threads, so that none of them waits for another. */
    private static final int MAX_CONNECTIONS = 20;

    private RedisPool() {}

    /**
     * A client that connects when it is used, so Redis may come and go. Says in the log when Redis is away now, or would
     * lose reports when it restarts.
     *
     * @param url as {@link #uri} takes it
     * @param timeoutMs milliseconds that connecting, and each command, may take
     */
    public static JedisPooled connect(String url, int timeoutMs) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(MAX_CONNECTIONS);
        pool.setMaxIdle(MAX_CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(timeoutMs));
        pool.setJmxEnabled(false);
        // Without it, every connection of the pool fails once after Redis has restarted.
        pool.setTestOnBorrow(true);
        URI uri = uri(url);
        JedisPooled redis = new JedisPooled(pool, uri, timeoutMs);
        warn(redis, uri.getHost() + ":" + uri.getPort());
        return redis;
    }

    /**
     * Reads the address of a Redis.
     *
     * @param url {@code redis://} or {@code rediss://} (TLS), then user and password if need be, host, port if it is not
     *     6379, and database
     * @throws IllegalArgumentException if it is not such an address
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
            // Told below; the exception's own words would show a password.
        }
        throw new IllegalArgumentException(
                "the address of Redis (--redis, REDIS_URL) must be like redis://localhost:6379 or redis://:password@host:6379/0");
    }

    /** Whether a kill loses nothing that was answered; true where that cannot be asked, as with some managed services. */
    private static boolean writesBeforeItAnswers(JedisPooled redis) {
        try {
            Object answer = redis.sendCommand(Protocol.Command.CONFIG, "GET", "appendfsync");
            return "always".equals(BuilderFactory.STRING_MAP.build(answer).getOrDefault("appendfsync", "always"));
        } catch (JedisDataException e) {
            return true;
        }
    }

    private static void warn(JedisPooled redis, String address) {
        try {
            if (redis.info("persistence").contains("aof_enabled:0")) {
                LOG.warn(
                        "Redis at {} has appendonly off: it loses reports when it restarts. Set 'appendonly yes' there.",
                        address);
            } else if (!writesBeforeItAnswers(redis)) {
                LOG.warn(
                        "Redis at {} does not have 'appendfsync always': killed, it loses reports that it had taken in the last"
                                + " seconds. Set it there.",
                        address);
            }
        } catch (JedisException e) {
            LOG.warn(
                    "Redis at {} cannot be reached; requests are answered with 503 until it can: {}",
                    address,
                    e.getMessage());
        }
    }
}
