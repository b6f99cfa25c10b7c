package dev.lockstep.faults.injection;

import dev.lockstep.faults.injection.Fault.Need;
import dev.lockstep.faults.injection.Fault.Part;
import dev.lockstep.testing.api.ApiAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An API that is away, answers errors, is slow, or takes a report and does not say so; a web backend that is killed. */
final class ApiFaults {

    private static final Duration TROUBLE = Duration.ofSeconds(2);
    private static final Duration REDIS_AWAY = Duration.ofSeconds(1);

    private ApiFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        faults.add(new Fault("api-down", "nobody listens where the API was", Part.API, arena -> {
            arena.api().stop();
            arena.lasts(TROUBLE);
            arena.api().resume();
        }));
        faults.add(answering("api-500", "the API answers 500", ApiAnswer.fail(500)));
        faults.add(answering("api-503", "the API answers 503", ApiAnswer.fail(503)));
        faults.add(answering("api-429", "the API answers 429 with Retry-After: 1", ApiAnswer.tooMany(1)));
        faults.add(answering(
                "api-slow",
                "the API answers after the client has given up",
                ApiAnswer.acceptAfter(Duration.ofMillis(1500))));
        faults.add(answering(
                "api-commit-drop", "the API takes the report and drops the connection", ApiAnswer.COMMIT_AND_DROP));
        faults.add(
                answering("api-commit-500", "the API takes the report and answers 500", ApiAnswer.commitAndFail(500)));
        faults.add(
                new Fault("api-mix", "the API does any of this, another for each request", Part.API, ApiFaults::mix));
        faults.add(web("web-kill", "web is killed and started again", arena -> arena.web()
                .bounceWeb()));
        faults.add(web("redis-kill", "the Redis of web is killed and started again", arena -> {
            arena.web().killRedis();
            arena.lasts(arena.upTo(REDIS_AWAY));
            arena.web().startRedis();
        }));
        faults.add(web("web-redis-kill", "web and its Redis are killed and started again", arena -> {
            arena.web().killRedis();
            arena.web().startRedis();
            arena.web().bounceWeb();
        }));
        return faults;
    }

    private static Fault answering(String name, String what, ApiAnswer answer) {
        return new Fault(name, what, Part.API, arena -> {
            arena.api().answer(answer);
            arena.lasts(TROUBLE);
            arena.api().answer(ApiAnswer.ACCEPT);
        });
    }

    private static Fault web(String name, String what, Fault.Strike strike) {
        return new Fault(name, what, Part.WEB, Need.REDIS, strike);
    }

    private static void mix(Arena arena) throws InterruptedException {
        List<ApiAnswer> answers = List.of(
                ApiAnswer.ACCEPT,
                ApiAnswer.COMMIT_AND_DROP,
                ApiAnswer.DROP,
                ApiAnswer.fail(500),
                ApiAnswer.fail(503),
                ApiAnswer.tooMany(1),
                ApiAnswer.commitAndFail(500),
                ApiAnswer.dropAfter(Duration.ofMillis(300), true),
                ApiAnswer.acceptAfter(Duration.ofMillis(1200)));
        Arena twin = arena.twin();
        arena.api().answer(request -> twin.pick(answers));
        arena.lasts(TROUBLE.multipliedBy(2));
        arena.api().answer(ApiAnswer.ACCEPT);
    }
}
