package dev.lockstep.camel.component;

import static dev.lockstep.camel.component.LockstepConstants.CYCLE;
import static dev.lockstep.camel.component.LockstepConstants.CYCLE_LEADER;
import static dev.lockstep.camel.component.LockstepConstants.QUALITY;
import static dev.lockstep.camel.component.LockstepConstants.REPORT;
import static dev.lockstep.camel.component.LockstepConstants.STATUS;
import static dev.lockstep.camel.component.LockstepConstants.TAKEN_AT;
import static dev.lockstep.camel.component.LockstepConstants.UNIT;

import dev.lockstep.camel.leader.ExclusionLog;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.cycle.CycleSnapshot;
import dev.lockstep.protocol.delivery.DeliveryOutcome;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Performs one {@link LockstepOperation} of the protocol.
 *
 * <p>For the thread of its route. Operations that write to ZooKeeper wait while it is unavailable. Those of the leader throw
 * {@link dev.lockstep.protocol.leader.FencedException} if its term is over.
 */
final class LockstepProducer extends DefaultProducer {

    private final LockstepEndpoint endpoint;
    private final LockstepComponent component;
    private final LockstepOperation operation;
    private final Statistic statistic;
    private final ExclusionLog exclusions = new ExclusionLog();

    LockstepProducer(LockstepEndpoint endpoint, LockstepOperation operation, Statistic statistic) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = endpoint.component();
        this.operation = operation;
        this.statistic = statistic;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        switch (operation) {
            case NEXT -> exchange.setVariable(CYCLE, component.barrier().nextCycle());
            case RECALL -> exchange.getMessage().setBody(component.sensor().recall(cycle(exchange)));
            case TAKE -> take(exchange);
            case REPUBLISH -> component.barrierWait().republish();
            case INCREMENT -> component.sensor().count(cycle(exchange));
            case CREATE -> create(exchange);
            case FREEZE -> freeze(exchange);
            case ENQUEUE -> leader(exchange).enqueue(cycle(exchange));
            case AWAIT_DELIVERY ->
                leader(exchange).delivery().outbox().awaitSettled(cycle(exchange), endpoint.getTimeout());
            case LOAD -> exchange.getMessage().setBody(load(leader(exchange), cycle(exchange)));
            case DELIVERED ->
                settle(
                        exchange,
                        DeliveryOutcome.DELIVERED,
                        Map.of("status", variable(exchange, STATUS, Integer.class)));
            case REFUSED -> settle(exchange, DeliveryOutcome.REFUSED, Map.of());
            case RELEASE ->
                leader(exchange)
                        .release(cycle(exchange), component.config().settings().samplingPeriod());
            case RETRY -> leader(exchange).fail();
        }
    }

    private void take(Exchange exchange) {
        exchange.getMessage()
                .setBody(component
                        .sensor()
                        .take(
                                cycle(exchange),
                                variable(exchange, TAKEN_AT, Instant.class),
                                exchange.getVariable(UNIT, String.class),
                                exchange.getVariable(QUALITY, String.class),
                                exchange.getMessage().getBody()));
    }

    private void create(Exchange exchange) {
        Report report = leader(exchange).report(exchange.getMessage().getBody(CycleSnapshot.class), statistic);
        exclusions.log(report);
        exchange.setVariable(REPORT, report);
        exchange.getMessage().setBody(report);
    }

    private static void freeze(Exchange exchange) throws InterruptedException {
        Report report = variable(exchange, REPORT, Report.class);
        leader(exchange)
                .freeze(
                        cycle(exchange),
                        exchange.getMessage().getBody(String.class),
                        report.readings().stream().map(Report.Entry::id).toList());
    }

    private static String load(CycleLeader leader, long cycle) throws InterruptedException {
        // A cycle that is started again is enqueued again, although the API may have accepted its report already.
        return leader.term().isOver() || leader.delivery().outbox().isSettled(cycle)
                ? null
                : leader.delivery().text(cycle).orElse(null);
    }

    private static void settle(Exchange exchange, DeliveryOutcome outcome, Map<String, ?> details)
            throws InterruptedException {
        leader(exchange).delivery().settled(cycle(exchange), outcome, details);
    }

    private static CycleLeader leader(Exchange exchange) {
        return variable(exchange, CYCLE_LEADER, CycleLeader.class);
    }

    private static long cycle(Exchange exchange) {
        return variable(exchange, CYCLE, Long.class);
    }

    private static <T> T variable(Exchange exchange, String name, Class<T> type) {
        T value = exchange.getVariable(name, type);
        if (value == null) {
            throw new IllegalStateException("the exchange has no variable '" + name + "' of " + type);
        }
        return value;
    }
}
