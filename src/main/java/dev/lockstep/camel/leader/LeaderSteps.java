package dev.lockstep.camel.leader;

import dev.lockstep.config.ApiUrl;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import dev.lockstep.protocol.cycle.CycleLeader;
import dev.lockstep.protocol.cycle.CycleSnapshot;
import dev.lockstep.protocol.delivery.DeliveryOutcome;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * The protocol's part in the leader's routes, one method a step; each takes the term from the exchange, so that a step of an
 * old term can never act for a newer one. Bean name: {@code leader}.
 *
 * <p>This class is threadsafe: the leader's thread and the outbox's use it. Steps that write to ZooKeeper wait while it is
 * away, and throw {@link dev.lockstep.protocol.leader.FencedException} when the term is over.
 */
public final class LeaderSteps {

    private LiveConfig config;
    private Duration deliveryDeadline;
    private Statistic statistic = Statistic.MEAN;
    private final ExclusionLog exclusions = new ExclusionLog();

    public void setConfig(LiveConfig config) {
        this.config = config;
    }

    /** How long the release of a cycle waits for the API. */
    public void setDeliveryDeadline(Duration deliveryDeadline) {
        this.deliveryDeadline = deliveryDeadline;
    }

    /**
     * What the cluster reports as its one value.
     *
     * @throws IllegalArgumentException if there is no such statistic
     */
    public void setStatistic(String statistic) {
        try {
            this.statistic = Statistic.of(statistic);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("report.statistic (STATISTIC): " + e.getMessage(), e);
        }
    }

    /** The report of a complete window. */
    public Report report(@Variable("term") CycleLeader term, @Body CycleSnapshot window) {
        Report report = term.report(window, statistic);
        exclusions.tell(report);
        return report;
    }

    /** Freezes the text of a report. */
    public void freeze(
            @Variable("term") CycleLeader term,
            @Variable("cycle") long cycle,
            @Variable("report") Report report,
            @Body String text)
            throws InterruptedException {
        term.freeze(
                cycle, text, report.readings().stream().map(Report.Entry::id).toList());
    }

    /** Takes note that the report goes to the outbox next. */
    public void enqueue(@Variable("term") CycleLeader term, @Variable("cycle") long cycle) throws InterruptedException {
        term.enqueue(cycle);
    }

    /** Gives the API a moment to take the report before the cycle ends; without an answer by then it is kept. */
    public void awaitDelivery(@Variable("term") CycleLeader term, @Variable("cycle") long cycle)
            throws InterruptedException {
        term.delivery().outbox().awaitSettled(cycle, deliveryDeadline);
    }

    /** What is left of the sampling period, in milliseconds, rounded up. */
    public long millisLeft(@Variable("term") CycleLeader term) {
        return term.open()
                .remaining(config.settings().samplingPeriod())
                .plusNanos(999_999)
                .toMillis();
    }

    /** Opens the next cycle for everybody. */
    public void release(@Variable("term") CycleLeader term, @Variable("cycle") long cycle) throws InterruptedException {
        term.release(cycle, config.settings().samplingPeriod());
    }

    /** Takes note that closing the open cycle failed half-way, so that it is taken up again. */
    public void failed(@Variable("term") CycleLeader term) {
        term.fail();
    }

    /** The frozen text of a cycle; null when there is nothing to deliver any more. */
    public String frozenText(@Variable("term") CycleLeader term, @Variable("cycle") long cycle)
            throws InterruptedException {
        // A cycle that is taken up again is handed over again, though the API may have its report already.
        return term.isOver() || term.delivery().outbox().isSettled(cycle)
                ? null
                : term.delivery().text(cycle).orElse(null);
    }

    /** Where reports go now. */
    public ApiUrl api() {
        return config.settings().apiUrl();
    }

    /** Whether trying on makes sense. */
    public boolean isInOffice(@Variable("term") CycleLeader term) {
        return !term.isOver();
    }

    /** Takes note that the API has the report. */
    public void delivered(
            @Variable("term") CycleLeader term, @Variable("cycle") long cycle, @Variable("status") int status)
            throws InterruptedException {
        term.delivery().settled(cycle, DeliveryOutcome.DELIVERED, Map.of("status", status));
    }

    /** Takes note that the API will never take the report. */
    public void refused(@Variable("term") CycleLeader term, @Variable("cycle") long cycle) throws InterruptedException {
        term.delivery().settled(cycle, DeliveryOutcome.REFUSED, Map.of());
    }
}
