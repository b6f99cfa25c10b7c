package dev.lockstep.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.protocol.session.ZooKeeperClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedEnsembleTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void everyServerServesWithOneLeader(int servers) throws Exception {
        try (EmbeddedEnsemble ensemble = EmbeddedEnsemble.start(folder, servers)) {
            List<String> modes =
                    ports(ensemble).stream().map(EmbeddedEnsembleTest::mode).toList();
            assertThat(modes)
                    .hasSize(servers)
                    .containsOnlyOnce("leader")
                    .containsOnly(servers == 1 ? new String[] {"leader"} : new String[] {"leader", "follower"});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void aSessionIsAsLongAsItsClientAsksFor(int seconds) throws Exception {
        try (EmbeddedEnsemble ensemble = EmbeddedEnsemble.start(folder);
                CuratorFramework client = connect(ensemble, Duration.ofSeconds(seconds))) {
            assertThat(client.getZookeeperClient().getZooKeeper().getSessionTimeout())
                    .isEqualTo(seconds * 1_000);
        }
    }

    @Test
    void theDataSurvivesARestartInTheSameFolder() throws Exception {
        try (EmbeddedEnsemble ensemble = EmbeddedEnsemble.start(folder);
                CuratorFramework client = connect(ensemble, Duration.ofSeconds(4))) {
            client.create().forPath("/kept", "as it was".getBytes());
        }
        try (EmbeddedEnsemble ensemble = EmbeddedEnsemble.start(folder);
                CuratorFramework client = connect(ensemble, Duration.ofSeconds(4))) {
            assertThat(client.getData().forPath("/kept")).asString().isEqualTo("as it was");
        }
    }

    @Test
    void onceClosedThePortsAreFree() throws Exception {
        EmbeddedEnsemble ensemble = EmbeddedEnsemble.start(folder);
        List<Integer> ports = ports(ensemble);
        ensemble.close();
        assertThat(ports).allMatch(FreePorts::isFree);
        try (EmbeddedEnsemble again = EmbeddedEnsemble.start(folder, ports)) {
            assertThat(ports(again)).isEqualTo(ports);
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedEnsemble.start(folder, List.of(other.getLocalPort())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aFolderThatCannotBeCreatedIsNamed() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("a-file"));
        assertThatThrownBy(() -> EmbeddedEnsemble.start(inTheWay.resolve("data")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(inTheWay.resolve("data").toString());
    }

    @Test
    void aServerThatCannotReadItsDataIsNamedWithTheReason() throws Exception {
        Files.createDirectories(folder.resolve("server-2/data"));
        Files.createFile(folder.resolve("server-2/data/version-2"));
        assertThatThrownBy(() -> EmbeddedEnsemble.start(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ZooKeeper server 2")
                .hasMessageContaining(folder.resolve("server-2/data/version-2").toString());
    }

    private static CuratorFramework connect(EmbeddedEnsemble ensemble, Duration session) throws InterruptedException {
        CuratorFramework client = ZooKeeperClient.connect(ensemble.connectString(), session);
        assertThat(client.blockUntilConnected(10, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    private static List<Integer> ports(EmbeddedEnsemble ensemble) {
        return List.of(ensemble.connectString().split(",")).stream()
                .map(server -> Integer.valueOf(server.substring(server.indexOf(':') + 1)))
                .toList();
    }

    private static String mode(int port) {
        try {
            return FourLetterWordMain.send4LetterWord("127.0.0.1", port, "srvr")
                    .replaceAll("(?s).*Mode: (\\w+).*", "$1");
        } catch (Exception e) {
            throw new AssertionError("server on port " + port, e);
        }
    }
}
