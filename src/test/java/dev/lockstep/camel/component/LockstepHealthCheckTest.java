package dev.lockstep.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.camel.Node;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.ZooKeeperServer;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LockstepHealthCheckTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    @Test
    void aNodeIsReadyWhileItsReadingIsThere() throws Exception {
        CuratorFramework client = ZOOKEEPER.clientInTree();
        Node.Builder node = new Node.Builder();
        node.setId("1");
        node.setCurator(client);
        node.setHosts(ZOOKEEPER.hosts());
        LockstepHealthCheck check = new LockstepHealthCheck(node.build());
        check.setCamelContext(new DefaultCamelContext());

        assertThat(state(check)).isEqualTo(HealthCheck.State.DOWN);
        client.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.reading("1"), Znodes.encode("{}"));
        assertThat(state(check)).isEqualTo(HealthCheck.State.UP);
        client.close();
        assertThat(state(check)).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check.isLiveness()).as("a restart would not help").isFalse();
    }

    private static HealthCheck.State state(HealthCheck check) {
        return check.call(Map.of()).getState();
    }
}
