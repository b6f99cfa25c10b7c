package dev.lockstep.web.redis;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** A readiness check: DOWN while Redis is unavailable. Not a liveness check, as a restart of the backend would not help. */
public final class RedisHealthCheck extends AbstractHealthCheck {

    private final UnifiedJedis redis;

    public RedisHealthCheck(UnifiedJedis redis) {
        super("lockstep", "redis");
        this.redis = redis;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            redis.ping();
            builder.up();
        } catch (JedisException e) {
            builder.message("Redis is unavailable").error(e).down();
        }
    }
}
