package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.delivery.RequeueWatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's loop over the cycles of one term: gathers the readings of the open cycle and notifies the listener of each
 * change. It is level-triggered: a wake-up means "check again", so nothing depends on how many events ZooKeeper delivers, or
 * in which order.
 *
 * <p>{@link #run} belongs to the leader's thread; {@link #wake} is thread-safe.
 */
public final class CycleLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CycleLoop.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final CycleLeader leader;
    private final Journal journal;
    private final CycleListener listener;
    private final Supplier<Duration> cycleTimeout;
    private final IntSupplier minNodes;
    private final Semaphore wake = new Semaphore(0);
    private final LiveNodes nodes;
    private final RequeueWatch requeues;

    private OpenCycle cycle;
    /** The readings of the open cycle, by node. They stay when their node leaves. */
    private final Map<String, Reading> readings = new HashMap<>();

    private Set<String> live = new TreeSet<>();
    private boolean overdue;

    /**
     * Starts to watch the nodes; the listener is not called before {@link #run}.
     *
     * @param cycleTimeout how long a live node may be late; read again in each cycle
     * @param minNodes how many readings a cycle needs; read again at each check
     */
    public CycleLoop(
            CuratorFramework curator,
            CycleLeader leader,
            Journal journal,
            Supplier<Duration> cycleTimeout,
            IntSupplier minNodes,
            CycleListener listener) {
        this.leader = leader;
        this.journal = journal;
        this.cycleTimeout = cycleTimeout;
        this.minNodes = minNodes;
        this.listener = listener;
        this.nodes = new LiveNodes(curator, this::wake);
        this.requeues = new RequeueWatch(curator, this::wake);
        // Or the loop would wait in a term that is over, and its node, still elected, would not lead.
        leader.term().onFenced(this::wake);
    }

    /** Requests another check, for example because the configuration changed. */
    public void wake() {
        wake.release();
    }

    /**
     * Runs until the term is over.
     *
     * @throws InterruptedException if interrupted, which makes the leader resign
     */
    public void run() throws InterruptedException {
        nodes.awaitInitialized();
        live = nodes.live();
        listener.started(live);
        for (long kept : leader.delivery().inherited()) {
            if (kept < leader.open().number()) {
                listener.kept(kept);
            }
        }
        resume();
        while (!leader.term().isOver()) {
            if (leader.takeFailure()) {
                // Or wake-ups that came during the failed attempt would end the pause.
                wake.drainPermits();
                wake.tryAcquire(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
                resume();
            }
            if (requeues.takeChange()) {
                leader.delivery().unassigned(leader.open().number()).forEach(listener::kept);
            }
            check();
            if (leader.open() == cycle && !leader.hasFailed()) {
                wake.tryAcquire(waitNanos(), TimeUnit.NANOSECONDS);
                wake.drainPermits();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("leader");
            }
        }
    }

    @Override
    public void close() {
        nodes.close();
        requeues.close();
    }

    /** Starts the open cycle again: delivers the report that is frozen, or gathers the readings from the start. */
    private void resume() throws InterruptedException {
        begin();
        leader.restoreMark();
        if (leader.delivery().text(cycle.number()).isPresent()) {
            listener.frozen(cycle.number());
        }
    }

    private void begin() {
        cycle = leader.open();
        readings.clear();
        overdue = false;
    }

    private void check() {
        if (leader.open() != cycle) {
            begin();
        }
        boolean changed = updateLive() | gather();
        boolean late = cycle.remaining(cycleTimeout.get()).isZero();
        if (late && !overdue) {
            LOG.warn(
                    "Cycle {} is overdue: it has readings of {}, needs {}, and nodes {} are alive",
                    cycle.number(),
                    new TreeSet<>(readings.keySet()),
                    minNodes.getAsInt(),
                    live);
        }
        overdue |= late;
        if (changed || late || readings.size() >= minNodes.getAsInt()) {
            listener.progress(new CycleSnapshot(cycle, readings, live, minNodes.getAsInt(), overdue));
        }
    }

    /** Adds the readings that have arrived; the first one of each node stays. Returns whether there were any. */
    private boolean gather() {
        int before = readings.size();
        nodes.readings().forEach((id, reading) -> {
            if (reading.cycle() == cycle.number()) {
                readings.putIfAbsent(id, reading);
            }
        });
        return readings.size() > before;
    }

    private boolean updateLive() {
        Set<String> now = nodes.live();
        Set<String> joined = new TreeSet<>(now);
        joined.removeAll(live);
        Set<String> left = new TreeSet<>(live);
        left.removeAll(now);
        live = now;
        joined.forEach(id -> {
            journal.record(Journal.Event.JOINED, cycle.number(), Map.of("id", id));
            listener.joined(id);
        });
        left.forEach(id -> {
            journal.record(Journal.Event.LEFT, cycle.number(), Map.of("id", id));
            listener.left(id);
        });
        return !joined.isEmpty() || !left.isEmpty();
    }

    private long waitNanos() {
        return overdue
                ? Long.MAX_VALUE
                : Math.max(1, cycle.remaining(cycleTimeout.get()).toNanos());
    }
}
