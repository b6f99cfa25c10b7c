package dev.lockstep.cli.process;

import dev.lockstep.camel.reload.RouteFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs until a signal. SIGINT and SIGTERM are its normal end: it cleans up, and the process exits with the
 * command's exit code, where the JVM's own would be 130 or 143.
 */
public final class Service {

    /** For commands that have to stop what they have started. */
    public static final Duration LONG_STOP = Duration.ofSeconds(15);
    /** For commands that leave only ZooKeeper sessions behind, which expire: a restart waits for the end of the old process. */
    public static final Duration SHORT_STOP = Duration.ofSeconds(4);

    private final Duration stopTimeout;
    private final CountDownLatch signal = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private Service(Duration stopTimeout) {
        this.stopTimeout = stopTimeout;
    }

    /** The work of the service. It returns, or throws, when it has cleaned up. */
    public interface Body {
        void run(CountDownLatch signal) throws Exception;
    }

    /**
     * Runs {@code body}; its latch opens on a signal.
     *
     * @param stopTimeout the maximum time from a signal to the end of the process
     * @param routes the route files, and folders of route files, to find the place of an error in them
     * @return 0
     * @throws CommandFailedException if the body throws; the message has the reason in one line
     */
    public static int run(Duration stopTimeout, List<Path> routes, Body body) {
        Service service = new Service(stopTimeout);
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
            // The JVM is shutting down: the hook runs, and halts the JVM with this service's exit code.
        }
    }

    private void stop() {
        signal.countDown();
        int status = 1;
        try {
            if (ended.await(stopTimeout.toSeconds(), TimeUnit.SECONDS)) {
                status = exitCode;
            } else {
                System.err.println("Cleanup did not finish within " + stopTimeout.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // There is none, unless it was just being started: a JVM that is shutting down refuses to complete the start.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }
}
