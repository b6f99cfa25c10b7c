package dev.lockstep.camel.component;

import dev.lockstep.camel.Node;
import dev.lockstep.config.ConfigChange;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.Journal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** {@code lockstep:config}: one exchange for each change below {@code /config}; body: {@link ConfigChange}. */
final class ConfigConsumer extends DefaultConsumer {

    private final Node node;
    private final LiveConfig config;
    private final Consumer<ConfigChange> listener = this::changed;

    ConfigConsumer(LockstepEndpoint endpoint, Processor processor, Node node, LiveConfig config) {
        super(endpoint, processor);
        this.node = node;
        this.config = config;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        config.addListener(listener);
    }

    @Override
    protected void doStop() throws Exception {
        config.removeListener(listener);
        super.doStop();
    }

    private void changed(ConfigChange change) {
        Map<String, String> details = new HashMap<>();
        details.put("key", change.key());
        details.put("value", change.inForce());
        details.put("outcome", change.outcome().name());
        if (change.accepted()) {
            node.journal().record(Journal.Event.CONFIG, 0, details);
        }
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(change);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            getExceptionHandler().handleException("Error on " + change.message(), exchange, e);
        }
    }
}
