package dev.lockstep.camel.component;

import static dev.lockstep.camel.component.LockstepResource.BARRIER;
import static dev.lockstep.camel.component.LockstepResource.COUNTER;
import static dev.lockstep.camel.component.LockstepResource.CYCLE;
import static dev.lockstep.camel.component.LockstepResource.READING;
import static dev.lockstep.camel.component.LockstepResource.REPORT;

import java.util.Arrays;
import java.util.List;

/** The operations of producers; {@link #toString} is the value of the option {@code operation}. */
public enum LockstepOperation {
    /** Sets the variable {@code cycle} to the cycle to measure for. */
    NEXT("next", BARRIER),

    /** Sets the body to the reading that this node already took in the cycle; null if there is none. */
    RECALL("recall", READING),
    /** Sets the body to the reading of the cycle, made from the measured value in the body. */
    TAKE("take", READING),
    /** Publishes the reading of the open cycle again, because its znode has vanished or may have. */
    REPUBLISH("republish", READING),

    /** Counts the measurement of a cycle that is over. */
    INCREMENT("increment", COUNTER),

    /** Sets the body and the variable {@code report} to the report of the cycle, made from the complete snapshot in the body. */
    CREATE("create", REPORT),
    /** Freezes the text of the report, which is the body: from now on this text is delivered, whichever leader delivers it. */
    FREEZE("freeze", REPORT),
    /** Records that the frozen report is being added to the outbox. */
    ENQUEUE("enqueue", REPORT),
    /** Waits for the delivery of the report, at most for {@code timeout}; after that the report is kept. */
    AWAIT_DELIVERY("awaitDelivery", REPORT),
    /** Sets the body to the frozen text of the report; null if it need not be delivered any more. */
    LOAD("load", REPORT),
    /** Records that the API has accepted the report. */
    DELIVERED("delivered", REPORT),
    /** Records that the API will never accept the report, which is set aside. */
    REFUSED("refused", REPORT),

    /** Opens the next cycle for all nodes. */
    RELEASE("release", CYCLE),
    /** Records that closing the cycle has failed, so that the leader starts it again. */
    RETRY("retry", CYCLE);

    private final String text;
    private final LockstepResource resource;

    LockstepOperation(String text, LockstepResource resource) {
        this.text = text;
        this.resource = resource;
    }

    /**
     * Returns the operation of that name.
     *
     * @throws IllegalArgumentException if {@code resource} has no such operation; its message lists those that it has
     */
    static LockstepOperation of(LockstepResource resource, String name) {
        List<LockstepOperation> allowed = Arrays.stream(values())
                .filter(operation -> operation.resource == resource)
                .toList();
        return allowed.stream()
                .filter(operation -> operation.text.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "lockstep:" + resource + " has no operation '" + name + "'; allowed are " + allowed));
    }

    @Override
    public String toString() {
        return text;
    }
}
