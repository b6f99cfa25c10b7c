package dev.lockstep.camel.election;

import dev.lockstep.camel.Node;
import org.apache.camel.component.zookeepermaster.MasterComponent;

/**
 * The component {@code zookeeper-master:} with Lockstep's znode layout: the candidates are directly below {@code /GROUP},
 * while the stock component needs a root above the group; and each has its node's id, while the stock component generates a
 * new name for every change of its state.
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
