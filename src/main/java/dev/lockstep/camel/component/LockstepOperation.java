package dev.lockstep.camel.component;

import static dev.lockstep.camel.component.LockstepResource.BARRIER;
import static dev.lockstep.camel.component.LockstepResource.COUNTER;
import static dev.lockstep.camel.component.LockstepResource.CYCLE;
import static dev.lockstep.camel.component.LockstepResource.READING;
import static dev.lockstep.camel.component.LockstepResource.REPORT;

import java.util.Arrays;
import java.util.List;

/** What a producer does; {@link #toString} is the value of the option {@code operation}. */
public enum LockstepOperation {
    /** Sets the variable {@code cycle} to the cycle to measure for. */
    ENTER("enter", BARRIER),

    /** Sets the body to the reading that this node already took in the cycle; null if there is none. */
    RECALL("recall", READING),
    /** Makes the reading of the cycle from the body, the measured value. */
    TAKE("take", READING),
    /** Has the reading of the open cycle published again, because its znode is gone or may be. */
    REPUBLISH("republish", READING),

    /** Counts the measurement of a cycle that is over. */
    INCREMENT("increment", COUNTER),

    /** Makes the report of the cycle from the body, a complete snapshot, and sets the variable {@code report}, too. */
    CREATE("create", REPORT),
    /** Freezes the body, the text of the report: from here on it is what is delivered, whoever delivers it. */
    FREEZE("freeze", REPORT),
    /** Records that the frozen report goes to the outbox next. */
    ENQUEUE("enqueue", REPORT),
    /** Waits for the delivery of the report, no longer than {@code timeout}; after that the report is kept. */
    AWAIT_DELIVERY("awaitDelivery", REPORT),
    /** Sets the body to the frozen text of the report; null if there is nothing to deliver any more. */
    LOAD("load", REPORT),
    /** Records that the API has the report. */
    DELIVERED("delivered", REPORT),
    /** Records that the API will never take the report, which is set aside. */
    REFUSED("refused", REPORT),

    /** Opens the next cycle for all nodes. */
    RELEASE("release", CYCLE),
    /** Records that closing the cycle failed half-way, so that the leader starts it again. */
    RETRY("retry", CYCLE);

    private final String word;
    private final LockstepResource resource;

    LockstepOperation(String word, LockstepResource resource) {
        this.word = word;
        this.resource = resource;
    }

    /**
     * Returns the operation of that name.
     *
     * @throws IllegalArgumentException if {@code resource} has no such operation; states which it has
     */
    static LockstepOperation of(LockstepResource resource, String name) {
        List<LockstepOperation> allowed = Arrays.stream(values())
                .filter(operation -> operation.resource == resource)
                .toList();
        return allowed.stream()
                .filter(operation -> operation.word.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "lockstep:" + resource + " has no operation '" + name + "'; allowed are " + allowed));
    }

    @Override
    public String toString() {
        return word;
    }
}
