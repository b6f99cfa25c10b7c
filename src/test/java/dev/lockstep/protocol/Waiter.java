package dev.lockstep.protocol;

import static org.awaitility.Awaitility.await;

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

    public boolean isWaiting() {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
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
