package dev.lockstep.cli.process;

import dev.lockstep.camel.reload.RouteFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command that ends with a signal. SIGINT and SIGTERM are then its ordinary end: it cleans up, and the process ends with
 * the command's exit code, where the JVM's own would be 130 or 143.
 */
public final class Service {

    /** Long enough to clean up whatever was started. */
    public static final Duration PATIENT = Duration.ofSeconds(15);
    /** For what leaves nothing behind but ZooKeeper sessions, which end by themselves: who restarts it waits for its end. */
    public static final Duration PROMPT = Duration.ofSeconds(4);

    private final Duration longestStop;
    private final CountDownLatch signal = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private Service(Duration longestStop) {
        this.longestStop = longestStop;
    }

    /** What the service does; it returns, or throws, when it has cleaned up behind it. */
    public interface Body {
        void run(CountDownLatch signal) throws Exception;
    }

    /**
     * Runs {@code body}, whose latch opens at a signal.
     *
     * @param longestStop how long after a signal the process may last at the most
     * @param routes the route files, and folders of such, for a message that says where in them a fault is
     * @return 0
     * @throws CommandFailedException if the body throws; with one line that says why
     */
    public static int run(Duration longestStop, List<Path> routes, Body body) {
        Service service = new Service(longestStop);
        Thread hook = new Thread(service::stop, "signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            body.run(service.signal);
            service.exitCode = 0;
            return 0;
        } catch (Exception e) {
            throw new CommandFailedException(new RouteFault(routes, e).describe(), e);
        } finally {
            service.end(hook);
        }
    }

    private void end(Thread hook) {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook runs, and halts it with our exit code.
        }
    }

    private void stop() {
        signal.countDown();
        int status = 1;
        try {
            if (ended.await(longestStop.toSeconds(), TimeUnit.SECONDS)) {
                status = exitCode;
            } else {
                System.err.println("Not everything could be cleaned up within " + longestStop.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // None is left, unless it was just being started: the JVM refuses what its start needs once it is shutting
        // down.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }
}
