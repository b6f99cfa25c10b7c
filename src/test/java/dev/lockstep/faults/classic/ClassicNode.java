package dev.lockstep.faults.classic;

import dev.lockstep.protocol.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.zookeeper.CreateMode;

/**
 * A sensor as the classic design has it, on Curator's recipes: measure, publish, wait at a barrier that is removed and set again
 * at one path. It reads which cycle is open only so that its journal can name it.
 */
final class ClassicNode implements Runnable {

    static final String BARRIER = "/classic/barrier";
    static final String CYCLE = "/classic/cycle";
    static final String READINGS = "/classic/readings";

    private final CuratorFramework curator;
    private final String id;
    private final Journal journal;

    ClassicNode(CuratorFramework curator, String id, Journal journal) {
        this.curator = curator;
        this.id = id;
        this.journal = journal;
    }

    @Override
    public void run() {
        try {
            DistributedBarrier barrier = new DistributedBarrier(curator, BARRIER);
            while (!Thread.currentThread().isInterrupted()) {
                long cycle = number(curator, CYCLE);
                journal.record(Journal.Event.MEASURED, cycle, Map.of("value", 80.0, "takenAt", Instant.now()));
                curator.create()
                        .orSetData()
                        .creatingParentsIfNeeded()
                        .withMode(CreateMode.EPHEMERAL)
                        .forPath(READINGS + "/" + id, text(cycle));
                barrier.waitOnBarrier();
                journal.record(Journal.Event.PASSED, cycle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("node " + id + " failed", e);
        }
    }

    static long number(CuratorFramework curator, String path) throws Exception {
        return Long.parseLong(new String(curator.getData().forPath(path), StandardCharsets.UTF_8));
    }

    static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
}
