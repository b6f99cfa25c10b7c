package dev.lockstep.cli.option;

import dev.lockstep.cli.process.CommandFailedException;
import dev.lockstep.protocol.session.ZooKeeperClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A short ZooKeeper session for commands that read or write and exit. If ZooKeeper does not answer in time, they fail. */
public final class ZooKeeperSession {

    private static final int RETRIES = 3;
    private static final int RETRY_PAUSE_MILLIS = 200;

    @Mixin
    private ZooKeeperOptions zookeeper;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Converters.Time.class,
            description =
                    "How long to wait for an answer from ZooKeeper before the command fails. [ZOOKEEPER_WAIT; default: 5s]")
    @Env("ZOOKEEPER_WAIT")
    private Duration timeout;

    /** The work of a command in the session. */
    public interface Task<T> {
        T run(CuratorFramework curator) throws Exception;
    }

    /** Runs a task that only reads; a chroot that does not exist is not created, and reads as empty. */
    public <T> T read(Task<T> task) {
        CuratorFramework curator = CuratorFrameworkFactory.newClient(
                zookeeper.hostsOrDefault(),
                Math.toIntExact(zookeeper.sessionTimeoutOrDefault().toMillis()),
                Math.toIntExact(timeout.toMillis()),
                new RetryNTimes(RETRIES, RETRY_PAUSE_MILLIS));
        curator.start();
        return run(curator, task);
    }

    /** Runs a task that writes; a chroot that does not exist is created. */
    public <T> T write(Task<T> task) {
        return run(ZooKeeperClient.connect(zookeeper.hostsOrDefault(), zookeeper.sessionTimeoutOrDefault()), task);
    }

    private <T> T run(CuratorFramework curator, Task<T> task) {
        try (curator) {
            if (!curator.blockUntilConnected(Math.toIntExact(timeout.toMillis()), TimeUnit.MILLISECONDS)) {
                throw new CommandFailedException(
                        "no answer from ZooKeeper at %s within %s (--zookeeper or ZOOKEEPER_HOSTS; --wait or ZOOKEEPER_WAIT)"
                                .formatted(zookeeper.hostsOrDefault(), text(timeout)));
            }
            return task.run(curator);
        } catch (KeeperException e) {
            throw new CommandFailedException(
                    "ZooKeeper at %s failed: %s".formatted(zookeeper.hostsOrDefault(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
