package dev.lockstep.camel.election;

import dev.lockstep.camel.Node;
import org.apache.camel.component.zookeepermaster.MasterComponent;

/**
 * The component {@code zookeeper-master:} with Lockstep's znode layout: the candidates directly below {@code /GROUP}, where the
 * stock component needs a root above the group, and each with its node's id, where the stock one generates a new name for every
 * change of state.
 */
public final class ElectionComponent extends MasterComponent {

    public ElectionComponent(Node node) {
        setCurator(node.curator());
        setContainerIdFactory(node::id);
    }

    @Override
    protected String getCamelClusterPath(String name) {
        return "/" + name;
    }
}
