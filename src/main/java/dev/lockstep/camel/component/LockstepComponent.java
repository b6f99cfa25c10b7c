package dev.lockstep.camel.component;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Events of the coordination as Camel consumers: {@code lockstep:session}, {@code lockstep:readings}, {@code lockstep:config}. */
@Component("lockstep")
public final class LockstepComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new LockstepEndpoint(uri, this, LockstepEndpoint.Topic.of(remaining));
    }
}
