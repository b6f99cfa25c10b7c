package dev.lockstep.camel.leader;

import dev.lockstep.protocol.cycle.CycleSnapshot;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Merges what is new into the window of the cycle. Bean name: {@code window}. */
public final class SnapshotAggregation implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange window, Exchange news) {
        if (window == null) {
            return news;
        }
        CycleSnapshot merged = window.getMessage()
                .getBody(CycleSnapshot.class)
                .merge(news.getMessage().getBody(CycleSnapshot.class));
        window.getMessage().setBody(merged);
        return window;
    }
}
