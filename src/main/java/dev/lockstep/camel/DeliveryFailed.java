package dev.lockstep.camel;

import dev.lockstep.protocol.Term;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says, once for each report, why it is kept, and lets the leader go on without it. Called by Camel on every failed try; for the
 * outbox's thread. Bean name: {@code deliveryFailed}.
 */
public final class DeliveryFailed implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryFailed.class);

    private String said = "";

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Term term = exchange.getVariable("term", Term.class);
        long cycle = exchange.getVariable("cycle", Long.class);
        term.outbox().failed(cycle);
        String why = why(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        String saying = term + ", cycle " + cycle + ", " + why;
        if (!saying.equals(said)) {
            said = saying;
            LOG.warn(
                    "The report of cycle {} is kept: {} {}; {} more wait behind it",
                    cycle,
                    exchange.getVariable("apiUrl"),
                    why,
                    Math.max(0, term.outbox().kept() - 1));
        }
    }

    private static String why(Throwable failure) {
        if (failure instanceof HttpOperationFailedException answer) {
            return "answers " + answer.getHttpResponseCode();
        }
        return failure instanceof IOException ? "does not answer (" + failure.getMessage() + ")" : failure.toString();
    }
}
