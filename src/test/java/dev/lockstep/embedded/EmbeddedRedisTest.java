package dev.lockstep.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPooled;
import redis.embedded.core.ExecutableProvider;

class EmbeddedRedisTest {

    @TempDir
    Path data;

    @Test
    void theDataSurvivesARestartInTheSameFolder() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data);
                JedisPooled client = new JedisPooled(URI.create(redis.url()))) {
            client.set("key", "value");
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start(data);
                JedisPooled client = new JedisPooled(URI.create(redis.url()))) {
            assertThat(client.get("key")).isEqualTo("value");
        }
    }

    @Test
    void everyWriteIsOnDiskBeforeItIsAcknowledged() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data);
                Jedis client = new Jedis(URI.create(redis.url()))) {
            assertThat(client.configGet("append*"))
                    .containsEntry("appendonly", "yes")
                    .containsEntry("appendfsync", "always");
        }
    }

    @Test
    void onlyTheDataStaysBehind() throws IOException {
        EmbeddedRedis redis = EmbeddedRedis.start(data);
        long pid = Long.parseLong(Files.readString(data.resolve("redis.pid")).strip());

        redis.close();
        redis.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(names(data)).containsExactlyInAnyOrder("appendonly.aof", "redis.lock");
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data)) {
            assertThat(redis.url()).startsWith("redis://127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedRedis.start(data))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another Redis is using this folder")
                    .hasMessageContaining(data.toString());
        }
    }

    @Test
    void aServerThatOutlivedItsOwnerIsStoppedByTheNext() throws Exception {
        Path binary =
                ExecutableProvider.newJarResourceProvider(data.toFile()).get().toPath();
        Path pidFile = data.resolve("redis.pid");
        String socket = data.resolve("socket").toString();
        Process orphan = new ProcessBuilder(
                        binary.toString(),
                        "--port",
                        "0",
                        "--unixsocket",
                        socket,
                        "--save",
                        "",
                        "--pidfile",
                        pidFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);

        EmbeddedRedis.start(data).close();

        assertThat(orphan.isAlive()).isFalse();
    }

    @Test
    void aBrokenDataFileIsNamedInTheError() throws IOException {
        Files.writeString(data.resolve("appendonly.aof"), "this is no append-only file");

        assertThatThrownBy(() -> EmbeddedRedis.start(data))
                .hasMessageContaining(data.toString())
                .hasMessageContaining("Bad file format");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
