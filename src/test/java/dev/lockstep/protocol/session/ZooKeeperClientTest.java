package dev.lockstep.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testing.Cable;
import dev.lockstep.testing.ZooKeeperServer;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.client.ConnectStringParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperClientTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    @Test
    void aConnectStringConsistsOfServersAndAnOptionalChroot() {
        ConnectStringParser parsed = ZooKeeperClient.parse("zk1:2181,zk2:2182/plant-a");

        assertThat(parsed.getServerAddresses())
                .extracting(address -> address.getHostString() + ":" + address.getPort())
                .containsExactly("zk1:2181", "zk2:2182");
        assertThat(parsed.getChrootPath()).isEqualTo("/plant-a");
        assertThat(ZooKeeperClient.parse("zk1").getServerAddresses().get(0).getPort())
                .isEqualTo(2181);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/plant-a", ":2181", "zk1:port", "zk1:99999", "zk1:2181/a//b", "zk1:2181/../b"})
    void aMalformedConnectStringIsRefusedWithTheValidFormat(String hosts) {
        assertThatThrownBy(() -> ZooKeeperClient.parse(hosts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + hosts + "'")
                .hasMessageContaining("HOST:PORT[,HOST:PORT...][/CHROOT]");
    }

    @Test
    void aMissingChrootIsCreated() throws Exception {
        String chroot = ZOOKEEPER.hosts() + "/plant-a/line-1";
        ZnodeTree.create(ZOOKEEPER.client(chroot));

        assertThat(ZOOKEEPER.client().getChildren().forPath("/plant-a/line-1")).contains("barrier");
    }

    @Test
    void anEmptyChrootIsNone() throws Exception {
        String servers = ZOOKEEPER.hosts().substring(0, ZOOKEEPER.hosts().indexOf('/'));
        try (CuratorFramework client = ZooKeeperClient.connect(servers + "/", Duration.ofSeconds(10))) {
            assertThat(client.getChildren().forPath("/")).contains("zookeeper");
        }
    }

    @Test
    void itConnectsInTheBackground() throws Exception {
        try (Cable cable = new Cable(ZOOKEEPER.port())) {
            cable.unplug();
            CuratorFramework client = ZOOKEEPER.client(ZOOKEEPER.hosts(cable));
            assertThat(client.getZookeeperClient().isConnected()).isFalse();
            cable.plug();

            client.blockUntilConnected();
        }
    }
}
