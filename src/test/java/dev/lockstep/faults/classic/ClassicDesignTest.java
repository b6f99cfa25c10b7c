package dev.lockstep.faults.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.checker.Checker;
import dev.lockstep.faults.checker.Violation;
import dev.lockstep.faults.history.Conditions;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.FinalReads;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.history.Scale;
import dev.lockstep.protocol.Journal;
import dev.lockstep.testing.Cable;
import dev.lockstep.testing.ZooKeeperServer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.atomic.AtomicValue;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The judge is also shown what people really build: the classic design, run for real, breaks the invariants that it is known to break. */
class ClassicDesignTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String COUNTER = "/classic/counter";
    private static final int WAITERS = 5;
    private static final int CYCLES = 20;
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration CUT_EVERY = Duration.ofMillis(500);
    private static final Duration LOSS = Duration.ofMillis(50);
    private static final Duration SESSION = Duration.ofSeconds(2);

    /** Nothing is done to the classic design that its users would call a fault of theirs. */
    private static final Conditions QUIET = Conditions.quiet(new Scale(WAITERS, PERIOD, SESSION));

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Path> journals = new ArrayList<>();
    private CuratorFramework client;

    @BeforeEach
    void layOut() throws Exception {
        client = ZOOKEEPER.client();
        client.create().creatingParentsIfNeeded().forPath(ClassicNode.CYCLE, ClassicNode.text(1));
        client.create().creatingParentsIfNeeded().forPath(ClassicLeader.EPOCH);
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Test
    void aBarrierThatIsRemovedAndSetAgainAtOnePathLetsNodesThroughTwiceOrNotAtAll() throws Exception {
        DistributedBarrier barrier = new DistributedBarrier(client, ClassicNode.BARRIER);
        barrier.setBarrier();
        for (int i = 1; i <= WAITERS; i++) {
            threads.execute(new ClassicNode(ZOOKEEPER.client(), "n" + i, journal("n" + i)));
        }
        Journal leading = journal("leader");
        await("a violation").atMost(LONG).pollInterval(PERIOD).until(() -> {
            long cycle = ClassicNode.number(client, ClassicNode.CYCLE);
            leading.record(Journal.Event.FROZEN, cycle, Map.of("epoch", 1, "ids", List.of()));
            client.setData().forPath(ClassicNode.CYCLE, ClassicNode.text(cycle + 1));
            barrier.removeBarrier();
            barrier.setBarrier();
            leading.record(Journal.Event.RELEASED, cycle, Map.of("epoch", 1));
            return !missedOrDoubled().isEmpty();
        });

        assertThat(missedOrDoubled()).isNotEmpty();
    }

    private List<Violation> missedOrDoubled() {
        return Checker.violations(history()).stream()
                .filter(violation -> violation.toString().startsWith("S6: a cycle is measured again")
                        || violation.toString().contains("was there and took no part in cycle"))
                .toList();
    }

    @Test
    void aCompareAndSetCounterCountsTwiceWhenRepliesAreLost() throws Exception {
        try (Cable cable = new Cable(ZOOKEEPER.port())) {
            List<Callable<Object>> nodes = new ArrayList<>();
            for (int i = 1; i <= WAITERS; i++) {
                nodes.add(countingNode(ZOOKEEPER.client(ZOOKEEPER.hosts(cable)), journal("n" + i)));
            }
            threads.execute(() -> unplugAgainAndAgain(cable));
            await("a count too many").atMost(LONG).until(() -> {
                for (Future<Object> node : threads.invokeAll(nodes)) {
                    node.get();
                }
                return total() > history().passages();
            });
        }

        FinalReads reads = new FinalReads(1, total(), Map.of(), List.of(), List.of(), Map.of(), null);
        assertThat(Checker.violations(new History(Event.readAll(journals), List.of(), null, reads, null)))
                .anySatisfy(violation ->
                        assertThat(violation).asString().startsWith("S9: /counter is " + reads.total() + " after "));
    }

    @Test
    void anUnguardedMasterHasARivalAfterAllServersWereDown() throws Exception {
        try (CuratorFramework one = shortSession();
                CuratorFramework two = shortSession();
                ClassicLeader first = ClassicLeader.start(one, journal("n1"))) {
            await("a leader")
                    .atMost(LONG)
                    .until(() -> !history().events("released").isEmpty());
            ZOOKEEPER.stop();
            TimeUnit.NANOSECONDS.sleep(SESSION.multipliedBy(2).toNanos());
            ZOOKEEPER.restart();
            long before = history().events("released").size();
            await("the old leader to go on")
                    .atMost(LONG)
                    .until(() -> history().events("released").size() > before);
            // Its old session ends, and with it what the others see of it.
            TimeUnit.NANOSECONDS.sleep(SESSION.multipliedBy(2).toNanos());
            try (ClassicLeader second = ClassicLeader.start(two, journal("n2"))) {
                await("a rival").atMost(LONG).until(() -> !rivalries().isEmpty());
            }
        }

        assertThat(rivalries()).isNotEmpty();
    }

    /** What the judge has against both leaders together: both closed a cycle, or the older one went on after the newer began. */
    private List<Violation> rivalries() {
        return Checker.violations(history()).stream()
                .filter(violation -> violation.rule().equals("S4"))
                .filter(violation -> Stream.of("n1.jsonl", "n2.jsonl")
                        .allMatch(journal -> violation.evidence().stream().anyMatch(line -> line.startsWith(journal))))
                .toList();
    }

    /** Passes some cycles and counts each. */
    private Callable<Object> countingNode(CuratorFramework curator, Journal journal) {
        DistributedAtomicLong counter = new DistributedAtomicLong(curator, COUNTER, new RetryNTimes(100, 5));
        AtomicLong cycle = new AtomicLong();
        return () -> {
            for (int i = 0; i < CYCLES; i++) {
                Map<String, ?> reading = Map.of("value", 80.0, "takenAt", Instant.now());
                journal.record(Journal.Event.MEASURED, cycle.incrementAndGet(), reading);
                journal.record(Journal.Event.PASSED, cycle.get());
                addOne(counter);
            }
            return null;
        };
    }

    private static void addOne(DistributedAtomicLong counter) throws Exception {
        AtomicValue<Long> value = null;
        while (value == null || !value.succeeded()) {
            try {
                value = counter.increment();
            } catch (ConnectionLossException unknown) {
                // As users do: again.
            }
        }
    }

    private long total() throws Exception {
        byte[] data = client.getData().forPath(COUNTER);
        return ByteBuffer.wrap(data).getLong();
    }

    private static void unplugAgainAndAgain(Cable cable) {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(CUT_EVERY.toNanos());
                cable.loseReplies();
                TimeUnit.NANOSECONDS.sleep(LOSS.toNanos());
                cable.unplug();
                cable.plug();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CuratorFramework shortSession() {
        CuratorFramework curator = CuratorFrameworkFactory.builder()
                .connectString("127.0.0.1:" + ZOOKEEPER.port())
                .namespace(client.getNamespace())
                .sessionTimeoutMs(Math.toIntExact(SESSION.toMillis()))
                .connectionTimeoutMs(1000)
                .retryPolicy(new RetryNTimes(3, 50))
                .build();
        curator.start();
        return curator;
    }

    private Journal journal(String id) {
        Path file = folder.resolve(id + ".jsonl");
        journals.add(file);
        return Journal.open(id, file.toString());
    }

    private History history() {
        return new History(Event.readAll(List.copyOf(journals)), List.of(), QUIET, null, null);
    }
}
