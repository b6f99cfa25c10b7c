package dev.lockstep.it.containers;

import dev.lockstep.testing.Command;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that start containers. Without a Docker engine they are skipped, which the build of a release does not put up with. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDocker.Condition.class)
@interface NeedsDocker {

    /** Whether an engine answers. */
    final class Condition implements ExecutionCondition {

        private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                Command.of("docker", "info").runWithin(ANSWER_WITHIN);
                return ConditionEvaluationResult.enabled("a Docker engine answers");
            } catch (AssertionError e) {
                String reason = "SKIPPED, for no Docker engine answers here: " + e.getMessage();
                System.out.println(context.getDisplayName() + " " + reason);
                return ConditionEvaluationResult.disabled(reason);
            }
        }
    }
}
