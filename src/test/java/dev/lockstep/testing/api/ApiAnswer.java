package dev.lockstep.testing.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How {@link FakeApi} answers.
 *
 * @param status the HTTP status, or {@link #DROPPED}
 * @param commits whether the request has its effect before it is answered
 * @param delay how long the answer takes, after the effect
 * @param headers of the answer
 */
public record ApiAnswer(int status, boolean commits, Duration delay, Map<String, String> headers) {

    /** No answer: the connection is closed. */
    static final int DROPPED = 0;

    public static final ApiAnswer ACCEPT = new ApiAnswer(201, true, Duration.ZERO, Map.of());
    /** The worst that can happen to a request: it has its effect, and the client cannot know. */
    public static final ApiAnswer COMMIT_AND_DROP = new ApiAnswer(DROPPED, true, Duration.ZERO, Map.of());

    public static final ApiAnswer DROP = new ApiAnswer(DROPPED, false, Duration.ZERO, Map.of());

    /** That status; one of the class 2xx after the effect. */
    public static ApiAnswer of(int status) {
        return new ApiAnswer(status, status / 100 == 2, Duration.ZERO, Map.of());
    }

    public static ApiAnswer fail(int status) {
        return new ApiAnswer(status, false, Duration.ZERO, Map.of());
    }

    public static ApiAnswer acceptAfter(Duration delay) {
        return new ApiAnswer(201, true, delay, Map.of());
    }

    /** 429, and when to come again. */
    public static ApiAnswer tooMany(int retryAfterSeconds) {
        return new ApiAnswer(429, false, Duration.ZERO, Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
    }

    /** An error, although the request has had its effect. */
    public static ApiAnswer commitAndFail(int status) {
        return new ApiAnswer(status, true, Duration.ZERO, Map.of());
    }

    /** No answer, after a while. */
    public static ApiAnswer dropAfter(Duration delay, boolean commits) {
        return new ApiAnswer(DROPPED, commits, delay, Map.of());
    }

    void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
