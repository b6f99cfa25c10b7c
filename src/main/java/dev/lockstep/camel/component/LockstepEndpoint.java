package dev.lockstep.camel.component;

import dev.lockstep.protocol.Statistic;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Coordinates sensor nodes that measure in cycles: receives events of the coordination, and performs its operations.
 *
 * <p>The first sentence is the component's description in the catalog; inline tags are not rendered there.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "lockstep",
        title = "Lockstep",
        syntax = "lockstep:name",
        category = Category.CLUSTERING,
        headersClass = LockstepConstants.class)
public class LockstepEndpoint extends DefaultEndpoint {

    @UriPath(
            name = "name",
            enums = "session,cycle,config,barrier,reading,counter,report",
            description =
                    "The resource of the endpoint. Consumers: the node's ZooKeeper session, the open cycle (only for the"
                            + " leader), the live configuration. Producers: the barrier, this node's reading and"
                            + " counter, the report of a cycle, the cycle.")
    @Metadata(required = true)
    private final LockstepResource resource;

    @UriParam(
            label = "producer",
            enums = "next,recall,take,republish,increment,create,freeze,enqueue,awaitDelivery,load,delivered,refused,"
                    + "release,retry",
            description =
                    "The operation of a producer. Barrier: next. Reading: recall, take, republish. Counter: increment."
                            + " Report: create, freeze, enqueue, awaitDelivery, load, delivered, refused."
                            + " Cycle: release, retry.")
    private String operation;

    @UriParam(
            label = "producer",
            defaultValue = "mean",
            enums = "mean,median,trimmed-mean,min,max",
            description = "The statistic that is reported besides the mean, for the operation create.")
    private String statistic = Statistic.MEAN.toString();

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "1s",
            description = "How long the operation awaitDelivery waits for the API.")
    private Duration timeout = Duration.ofSeconds(1);

    LockstepEndpoint(String uri, LockstepComponent component, LockstepResource resource) {
        super(uri, component);
        this.resource = resource;
    }

    @Override
    public Producer createProducer() {
        return new LockstepProducer(this, LockstepOperation.of(resource, operation), Statistic.of(statistic));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        LockstepComponent component = component();
        return switch (resource) {
            case SESSION -> new SessionConsumer(this, processor, component.node());
            case CYCLE -> new CycleConsumer(this, processor, component.node(), component.config());
            case CONFIG -> new ConfigConsumer(this, processor, component.node(), component.config());
            default ->
                throw new UnsupportedOperationException(
                        "lockstep:" + resource + " has no consumer; allowed are session, cycle and config");
        };
    }

    LockstepComponent component() {
        return (LockstepComponent) getComponent();
    }

    public LockstepResource getResource() {
        return resource;
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = operation;
    }

    public String getStatistic() {
        return statistic;
    }

    /**
     * Sets the statistic.
     *
     * @throws IllegalArgumentException if there is no such statistic
     */
    public void setStatistic(String statistic) {
        try {
            this.statistic = Statistic.of(statistic).toString();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("report.statistic (STATISTIC): " + e.getMessage(), e);
        }
    }

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
