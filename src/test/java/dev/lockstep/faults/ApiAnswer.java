package dev.lockstep.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How {@link RecordingApi} answers.
 *
 * @param status the HTTP status, or {@link #DROPPED}
 * @param commits whether the request has its effect before it is answered
 * @param delay how long the answer takes, after the effect
 */
record ApiAnswer(int status, boolean commits, Duration delay) {

    /** No answer: the connection is closed. */
    static final int DROPPED = 0;

    static final ApiAnswer ACCEPT = new ApiAnswer(201, true, Duration.ZERO);
    /** The worst that can happen to a request: it has its effect, and the client cannot know. */
    static final ApiAnswer COMMIT_AND_DROP = new ApiAnswer(DROPPED, true, Duration.ZERO);

    static final ApiAnswer DROP = new ApiAnswer(DROPPED, false, Duration.ZERO);

    static ApiAnswer fail(int status) {
        return new ApiAnswer(status, false, Duration.ZERO);
    }

    static ApiAnswer acceptAfter(Duration delay) {
        return new ApiAnswer(201, true, delay);
    }

    void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
