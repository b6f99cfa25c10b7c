package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.camel.sensor.BarrierWait;
import dev.lockstep.camel.sensor.Sensor;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.cycle.Barrier;
import dev.lockstep.protocol.leader.Term;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * The coordination of the nodes as Camel consumers and producers: see {@link LockstepResource} and {@link LockstepOperation}.
 * Holds the state that the endpoints of one node share. The node itself, its configuration and its wait at the barrier are
 * the beans {@code node}, {@code config} and {@code barrierWait} of the route files.
 *
 * <p>This class is thread-safe.
 */
@Component("lockstep")
public class LockstepComponent extends DefaultComponent {

    /** The term that this node leads or is about to begin; null while it does not lead. */
    private final AtomicReference<Term> currentTerm = new AtomicReference<>();

    private Sensor sensor;

    /** Returns the component of a context, which is created if no endpoint has used it yet. */
    public static LockstepComponent of(CamelContext context) {
        return context.getComponent("lockstep", LockstepComponent.class);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LockstepEndpoint endpoint = new LockstepEndpoint(uri, this, LockstepResource.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Returns whether this node leads, or is elected and about to. */
    public boolean isLeading() {
        return currentTerm.get() != null;
    }

    /** A worker that ends late must clear only its own term, not that of its successor: hence compare-and-set. */
    AtomicReference<Term> currentTerm() {
        return currentTerm;
    }

    /** Returns the barrier that this node waits at. */
    Barrier barrier() {
        return barrierWait().barrier();
    }

    /** Returns the wait of the sensor's route at the barrier. */
    BarrierWait barrierWait() {
        return bean("barrierWait", BarrierWait.class);
    }

    /** Returns the sensor of this node. */
    public synchronized Sensor sensor() {
        if (sensor == null) {
            sensor = new Sensor(node());
        }
        return sensor;
    }

    Node node() {
        return bean("node", Node.class);
    }

    LiveConfig config() {
        return bean("config", LiveConfig.class);
    }

    private <T> T bean(String name, Class<T> type) {
        try {
            return CamelContextHelper.mandatoryLookup(getCamelContext(), name, type);
        } catch (RuntimeCamelException e) {
            throw new IllegalStateException("lockstep: needs the bean '" + name + "' of " + type, e);
        }
    }
}
