package dev.lockstep.camel.leader;

import dev.lockstep.config.ApiUrl;
import dev.lockstep.config.LiveConfig;
import dev.lockstep.protocol.cycle.CycleLeader;
import org.apache.camel.Variable;

/**
 * The expressions of the leader's routes. Bean name: {@code leaderExpressions}.
 *
 * <p>This class is thread-safe: the leader's thread and the outbox's use it.
 */
public final class LeaderExpressions {

    private final LiveConfig config;

    public LeaderExpressions(LiveConfig config) {
        this.config = config;
    }

    /** Returns what is left of the sampling period, in milliseconds, rounded up. */
    public long millisLeft(@Variable("cycleLeader") CycleLeader leader) {
        return leader.open()
                .remaining(config.settings().samplingPeriod())
                .plusNanos(999_999)
                .toMillis();
    }

    /** Returns where reports are sent now. */
    public ApiUrl api() {
        return config.settings().apiUrl();
    }

    /** Returns whether another attempt to deliver makes sense. */
    public boolean mayRetry(@Variable("cycleLeader") CycleLeader leader) {
        return !leader.term().isOver();
    }
}
