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
 * Logs when the API stops accepting reports, with the reason, and when it accepts them again; once for each change, not for
 * each attempt. Camel calls it as a processor on every failed attempt: it then lets the leader continue without the delivery,
 * records the reason for {@code status}, and delays the next attempt for as long as the API requests. For the outbox's
 * thread. Bean name: {@code deliveryFailureLog}.
 */
public final class DeliveryFailureLog implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryFailureLog.class);

    private final RetryAfter retryAfter;
    /** The failure that was logged last; null while the API accepts reports. */
    private String failure;

    public DeliveryFailureLog(RetryAfter retryAfter) {
        this.retryAfter = retryAfter;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        CycleLeader leader = exchange.getVariable("cycleLeader", CycleLeader.class);
        long cycle = exchange.getVariable("cycle", Long.class);
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String api = String.valueOf(exchange.getVariable("api"));
        String now = api + " " + reason(cause);
        if (!now.equals(failure)) {
            failure = now;
            LOG.warn("Reports are kept from cycle {} on: {}", cycle, failure);
        }
        retryAfter.of(cause).ifPresent(pause -> exchange.getMessage()
                .setHeader(Exchange.REDELIVERY_DELAY, pause.toMillis()));
        try {
            leader.delivery().attemptFailed(cycle, api, reason(cause));
        } catch (FencedException e) {
            LOG.debug("The report of cycle {} is left to the next leader", cycle, e);
        }
    }

    /** Logs that the API accepts reports again, if it did not before. */
    public void recovered(@Variable("cycleLeader") CycleLeader leader, @Variable("cycle") long cycle)
            throws InterruptedException {
        if (failure != null) {
            failure = null;
            LOG.info(
                    "The API accepts reports again, from cycle {} on; {} kept reports follow",
                    cycle,
                    leader.delivery().outbox().kept());
        }
        leader.delivery().recovered();
    }

    private static String reason(Throwable cause) {
        if (cause instanceof HttpOperationFailedException answer) {
            return "answers " + answer.getHttpResponseCode();
        }
        return cause instanceof IOException ? "does not answer (" + cause.getMessage() + ")" : cause.toString();
    }
}
