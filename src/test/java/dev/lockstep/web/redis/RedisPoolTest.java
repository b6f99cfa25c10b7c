package dev.lockstep.web.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.EmbeddedRedis;
import dev.lockstep.testing.CapturedLog;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A 2xx is a promise that only a Redis of the right settings can keep; people are told of any other. */
class RedisPoolTest {

    @TempDir
    Path data;

    @Test
    void aRedisThatWritesBeforeItAnswersIsFine() {
        assertThat(said("appendfsync", "always")).isEmpty();
    }

    @Test
    void aRedisThatAnswersBeforeItWritesIsToldOf() {
        assertThat(said("appendfsync", "everysec"))
                .singleElement()
                .asString()
                .startsWith("WARN Redis at ")
                .contains(" does not have 'appendfsync always': killed, it loses reports");
    }

    @Test
    void aRedisThatWritesNothingIsToldOf() {
        assertThat(said("appendonly", "no"))
                .singleElement()
                .asString()
                .contains(" has appendonly off: it loses reports when it restarts");
    }

    @Test
    void aRedisThatDoesNotTellItsSettingsIsTaken() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data);
                Jedis client = new Jedis(URI.create(redis.url()))) {
            client.aclSetUser("default", "-config");
            assertThat(said(redis.url())).isEmpty();
        }
    }

    private List<String> said(String setting, String value) {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data);
                Jedis client = new Jedis(URI.create(redis.url()))) {
            client.configSet(setting, value);
            return said(redis.url());
        }
    }

    private static List<String> said(String url) {
        try (CapturedLog log = CapturedLog.of(RedisPool.class.getName())) {
            RedisPool.connect(url, 1_000).close();
            return List.copyOf(log.lines());
        }
    }
}
