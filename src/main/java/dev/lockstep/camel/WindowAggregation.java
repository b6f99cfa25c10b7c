package dev.lockstep.camel;

import dev.lockstep.protocol.CycleWindow;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Merges what is new into the window of the cycle. Bean name: {@code window}. */
public final class WindowAggregation implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange window, Exchange news) {
        if (window == null) {
            return news;
        }
        CycleWindow merged = window.getMessage()
                .getBody(CycleWindow.class)
                .merge(news.getMessage().getBody(CycleWindow.class));
        window.getMessage().setBody(merged);
        return window;
    }
}
