package dev.lockstep.protocol.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The reason why the API does not accept reports; the data of {@code /delivery} while it does not.
 *
 * @param api the address of the API
 * @param why the status that it returns, or the reason why there is no answer
 * @param since when that began, by the leader's clock
 * @param cycle the cycle of the first report that was not accepted
 */
public record DeliveryProblem(String api, String why, Instant since, long cycle) {

    public DeliveryProblem {
        // As precise as its JSON: the leader must recognise what it wrote when it reads it back.
        since = since.truncatedTo(ChronoUnit.MICROS);
    }

    boolean hasSameCause(DeliveryProblem other) {
        return api.equals(other.api) && why.equals(other.why);
    }
}
