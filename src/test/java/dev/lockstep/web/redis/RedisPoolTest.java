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

/** A 2xx guarantees that a report is stored, for which Redis needs the right settings; any others are logged. */
class RedisPoolTest {

    @TempDir
    Path data;

    @Test
    void aRedisThatSyncsEveryWriteIsNotReported() {
        assertThat(warnings("appendfsync", "always")).isEmpty();
    }

    @Test
    void aRedisThatAcknowledgesBeforeItSyncsIsReported() {
        assertThat(warnings("appendfsync", "everysec"))
                .singleElement()
                .asString()
                .startsWith("WARN Redis at ")
                .contains(" does not have 'appendfsync always': if it is killed, it loses the reports");
    }

    @Test
    void aRedisWithoutPersistenceIsReported() {
        assertThat(warnings("appendonly", "no"))
                .singleElement()
                .asString()
                .contains(" has 'appendonly no': it loses reports when it restarts");
    }

    @Test
    void aRedisThatHidesItsSettingsIsNotReported() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data);
                Jedis client = new Jedis(URI.create(redis.url()))) {
            client.aclSetUser("default", "-config");
            assertThat(warnings(redis.url())).isEmpty();
        }
    }

    private List<String> warnings(String setting, String value) {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data);
                Jedis client = new Jedis(URI.create(redis.url()))) {
            client.configSet(setting, value);
            return warnings(redis.url());
        }
    }

    private static List<String> warnings(String url) {
        try (CapturedLog log = CapturedLog.of(RedisPool.class.getName())) {
            RedisPool.connect(url, 1_000).close();
            return List.copyOf(log.lines());
        }
    }
}
