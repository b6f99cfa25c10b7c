package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.camel.election.Office;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.cycle.Barrier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;

/** One kind of event; consumers take the node's parts from the registry, where the route file's {@code beans:} put them. */
final class LockstepEndpoint extends DefaultEndpoint {

    /** What can be consumed. */
    enum Topic {
        /** The node holds its id in a new ZooKeeper session. */
        SESSION,
        /** What happens in the open cycle; for the leader alone. */
        READINGS,
        /** A key below {@code /config} was written or deleted. */
        CONFIG;

        static Topic of(String name) {
            List<String> names = Arrays.stream(values())
                    .map(topic -> topic.name().toLowerCase(Locale.ROOT))
                    .toList();
            if (!names.contains(name)) {
                throw new IllegalArgumentException("lockstep:" + name + " does not exist; there are " + names);
            }
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    private final Topic topic;

    LockstepEndpoint(String uri, LockstepComponent component, Topic topic) {
        super(uri, component);
        this.topic = topic;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("lockstep: can only be consumed from");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        Node node = bean("node", Node.class);
        return switch (topic) {
            case SESSION -> new SessionConsumer(this, processor, node);
            case READINGS ->
                new CycleConsumer(
                        this,
                        processor,
                        node,
                        bean("office", Office.class),
                        bean("barrier", Barrier.class),
                        bean("config", LiveConfig.class));
            case CONFIG -> new ConfigConsumer(this, processor, node, bean("config", LiveConfig.class));
        };
    }

    @Override
    protected String createEndpointUri() {
        return "lockstep:" + topic.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    private <T> T bean(String name, Class<T> type) {
        try {
            return CamelContextHelper.mandatoryLookup(getCamelContext(), name, type);
        } catch (RuntimeCamelException e) {
            throw new IllegalStateException(getEndpointUri() + " needs the bean '" + name + "' of " + type, e);
        }
    }
}
