package dev.lockstep.testing;

import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A call on a thread of its own that is expected to wait. */
public final class Waiter<T> {

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Thread thread;

    private Waiter(Callable<T> call) {
        thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
    }

    public static <T> Waiter<T> start(Callable<T> call) {
        Waiter<T> waiter = new Waiter<>(call);
        waiter.thread.start();
        return waiter;
    }

    /** Waits until the call waits. */
    public void awaitWaiting() {
        await().until(() -> isWaiting());
    }

    /** Whether the call waits for something else than the answer to a request to ZooKeeper. */
    private boolean isWaiting() {
        Thread.State state = thread.getState();
        return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().equals("submitRequest"));
    }

    public boolean isDone() {
        return result.isDone();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** What the call returned, or throws what it threw as the cause. */
    public T result() throws Exception {
        return result.get(20, TimeUnit.SECONDS);
    }
}
