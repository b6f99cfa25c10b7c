package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.delivery.RequeueWatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
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
 * Tells the leader, on one thread, what happens in the open cycle, as it happens. Works by level: a wake-up says only "look
 * again", so that nothing depends on how many events ZooKeeper delivers, or in which order.
 *
 * <p>{@link #run} belongs to the leader's thread; {@link #wake} is threadsafe.
 */
public final class CycleLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CycleLoop.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final CycleLeader term;
    private final Journal journal;
    private final CycleListener listener;
    private final Supplier<Duration> cycleTimeout;
    private final IntSupplier minNodes;
    private final Semaphore wake = new Semaphore(0);
    private final LiveNodes roster;
    private final RequeueWatch requeues;

    private OpenCycle cycle;
    private final Set<String> told = new HashSet<>();
    private Set<String> live = new TreeSet<>();
    private boolean overdue;

    /**
     * Starts to watch; nothing is told before {@link #run}.
     *
     * @param cycleTimeout how long a live node may be late; read anew in each cycle
     * @param minNodes how many readings a cycle needs; read anew at each look
     */
    public CycleLoop(
            CuratorFramework curator,
            CycleLeader term,
            Journal journal,
            Supplier<Duration> cycleTimeout,
            IntSupplier minNodes,
            CycleListener listener) {
        this.term = term;
        this.journal = journal;
        this.cycleTimeout = cycleTimeout;
        this.minNodes = minNodes;
        this.listener = listener;
        this.roster = new LiveNodes(curator, this::wake);
        this.requeues = new RequeueWatch(curator, this::wake);
        // Or the feed would wait in a term that is over, and its node, still elected, would not lead.
        term.onDeposed(this::wake);
    }

    /** Asks for another look, for example because the configuration changed. */
    public void wake() {
        wake.release();
    }

    /**
     * Tells until the term is over.
     *
     * @throws InterruptedException if interrupted, which is how a leader leaves office
     */
    public void run() throws InterruptedException {
        roster.awaitInitialized();
        live = roster.live();
        listener.present(live);
        for (long kept : term.delivery().inherited()) {
            if (kept < term.open().number()) {
                listener.kept(kept);
            }
        }
        resume();
        while (!term.isOver()) {
            if (term.takeFailure()) {
                wake.tryAcquire(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
                resume();
            }
            if (requeues.take()) {
                term.delivery().leftBehind(term.open().number()).forEach(listener::kept);
            }
            look();
            if (term.open() == cycle && !term.hasFailed()) {
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
        roster.close();
        requeues.close();
    }

    /** Begins the open cycle afresh: delivers what is frozen of it, or gathers its readings from the start. */
    private void resume() throws InterruptedException {
        begin();
        term.repair();
        if (term.delivery().text(cycle.number()).isPresent()) {
            listener.frozen(cycle.number());
        }
    }

    private void begin() {
        cycle = term.open();
        told.clear();
        overdue = false;
    }

    private void look() {
        if (term.open() != cycle) {
            begin();
        }
        boolean changed = tellMembers();
        Map<String, Reading> news = new HashMap<>();
        roster.readings().forEach((id, reading) -> {
            if (reading.cycle() == cycle.number() && told.add(id)) {
                news.put(id, reading);
            }
        });
        boolean late = cycle.remaining(cycleTimeout.get()).isZero();
        changed |= !news.isEmpty() || late;
        if (late && !overdue) {
            LOG.warn(
                    "Cycle {} is overdue: it has readings of {}, needs {}, and nodes {} are alive",
                    cycle.number(),
                    new TreeSet<>(told),
                    minNodes.getAsInt(),
                    live);
        }
        overdue |= late;
        if (changed || told.size() >= minNodes.getAsInt()) {
            listener.progress(new CycleSnapshot(cycle, news, live, minNodes.getAsInt(), overdue));
        }
    }

    private boolean tellMembers() {
        Set<String> now = roster.live();
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
