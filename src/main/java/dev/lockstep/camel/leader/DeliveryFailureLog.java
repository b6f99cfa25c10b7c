package dev.lockstep.camel.leader;

import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.leader.FencedException;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Variable;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when the API stops taking reports, why, and when it takes them again; once for each change, not for each try.
 * Camel calls it as a processor on every failed try; it then lets the leader go on without the report, notes the reason for
 * {@code status}, and has the next try wait as long as the API asks for. For the outbox's thread.
 * Bean name: {@code deliveryTrouble}.
 */
public final class DeliveryFailureLog implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryFailureLog.class);

    private final RetryAfter retryAfter;
    private String trouble;

    public DeliveryFailureLog(RetryAfter retryAfter) {
        this.retryAfter = retryAfter;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        CycleLeader term = exchange.getVariable("term", CycleLeader.class);
        long cycle = exchange.getVariable("cycle", Long.class);
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String api = String.valueOf(exchange.getVariable("api"));
        String now = api + " " + why(failure);
        if (!now.equals(trouble)) {
            trouble = now;
            LOG.warn("Reports are kept from cycle {} on: {}", cycle, trouble);
        }
        retryAfter.of(failure).ifPresent(pause -> exchange.getMessage()
                .setHeader(Exchange.REDELIVERY_DELAY, pause.toMillis()));
        try {
            term.delivery().failing(cycle, api, why(failure));
        } catch (FencedException e) {
            LOG.debug("The report of cycle {} is left to the next leader", cycle, e);
        }
    }

    /** Takes note that the API has answered as it should. */
    public void over(@Variable("term") CycleLeader term, @Variable("cycle") long cycle) throws InterruptedException {
        if (trouble != null) {
            trouble = null;
            LOG.info(
                    "The API takes reports again, from cycle {} on; {} kept reports follow",
                    cycle,
                    term.delivery().outbox().kept());
        }
        term.delivery().working();
    }

    private static String why(Throwable failure) {
        if (failure instanceof HttpOperationFailedException answer) {
            return "answers " + answer.getHttpResponseCode();
        }
        return failure instanceof IOException ? "does not answer (" + failure.getMessage() + ")" : failure.toString();
    }
}
