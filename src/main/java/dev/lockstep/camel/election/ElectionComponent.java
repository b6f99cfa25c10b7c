package dev.lockstep.camel.election;

import dev.lockstep.camel.Node;
import org.apache.camel.component.zookeepermaster.MasterComponent;
import org.apache.curator.framework.CuratorFramework;

/**
 * The component {@code zookeeper-master:} as Lockstep's znode layout wants it: the candidates directly below
 * {@code /GROUP}, where the stock component cannot do without a root above the group, and each under its node's id, where the
 * stock one makes up a new name for every change of state.
 */
public final class ElectionComponent extends MasterComponent {

    public ElectionComponent(Node node, CuratorFramework curator) {
        setCurator(curator);
        setContainerIdFactory(node::id);
    }

    @Override
    protected String getCamelClusterPath(String name) {
        return "/" + name;
    }
}
