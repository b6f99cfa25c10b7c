package dev.lockstep.protocol.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Why the API does not take reports; the data of {@code /delivery} while that is so.
 *
 * @param api the address
 * @param why what it answers, or what keeps it from that
 * @param since when that began, by the leader's clock
 * @param cycle the cycle whose report was turned away first
 */
public record DeliveryProblem(String api, String why, Instant since, long cycle) {

    public DeliveryProblem {
        // As precise as its JSON: who wrote it must know it when it is read back.
        since = since.truncatedTo(ChronoUnit.MICROS);
    }

    boolean isLike(DeliveryProblem other) {
        return api.equals(other.api) && why.equals(other.why);
    }
}
