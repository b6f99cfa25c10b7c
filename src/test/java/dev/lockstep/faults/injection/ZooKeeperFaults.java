package dev.lockstep.faults.injection;

import dev.lockstep.faults.cluster.ZooKeeperProcesses;
import dev.lockstep.faults.injection.Fault.Need;
import dev.lockstep.faults.injection.Fault.Part;
import dev.lockstep.testing.Clocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** ZooKeeper servers that are killed, hang, have no disk, or the wrong time. */
final class ZooKeeperFaults {

    private static final Duration WRONG_CLOCK = Duration.ofSeconds(3);

    /** Time for many writes, none of which the server can log. */
    private static final Duration DISK_FULL = Duration.ofSeconds(5);

    private ZooKeeperFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        faults.add(server(
                "zk-follower",
                "a ZooKeeper server that follows is killed and started again",
                arena -> bounce(arena, arena.zooKeeper().follower())));
        faults.add(server(
                "zk-leader",
                "the ZooKeeper server that leads is killed and started again",
                arena -> bounce(arena, arena.zooKeeper().awaitQuorum())));
        faults.add(server("zk-rolling", "every ZooKeeper server is restarted, one after the other", arena -> {
            for (int id = 1; id <= arena.zooKeeper().size(); id++) {
                bounce(arena, id);
            }
        }));
        for (double factor : new double[] {0.5, 1, 1.5, 4}) {
            faults.add(server(
                    "zk-all-" + factor,
                    "all ZooKeeper servers are down for %s session timeouts".formatted(factor),
                    arena -> {
                        arena.note("all ZooKeeper servers are killed");
                        IntStream.rangeClosed(1, arena.zooKeeper().size()).forEach(arena.zooKeeper()::kill);
                        arena.lasts(arena.timeouts(factor));
                        arena.zooKeeper().heal();
                    }));
        }
        faults.add(server(
                "zk-frozen", "a ZooKeeper server gets no processor for one and a half session timeouts", arena -> {
                    int id = any(arena);
                    arena.note("SIGSTOP ZooKeeper server " + id);
                    arena.zooKeeper().freeze(id);
                    arena.lasts(arena.timeouts(1.5));
                    arena.zooKeeper().heal();
                }));
        faults.add(new Fault(
                "zk-disk-full",
                "the disk of a ZooKeeper server is full",
                Part.ZOOKEEPER,
                Need.SMALL_DISK,
                ZooKeeperFaults::fillDisk));
        faults.add(new Fault(
                "zk-clock",
                "the wall clock of a ZooKeeper server jumps an hour ahead, then back",
                Part.ZOOKEEPER,
                Need.CLOCK,
                ZooKeeperFaults::jump));
        return faults;
    }

    private static Fault server(String name, String what, Fault.Strike strike) {
        return new Fault(name, what, Part.ZOOKEEPER, strike);
    }

    private static int any(Arena arena) {
        return 1 + arena.random().nextInt(arena.zooKeeper().size());
    }

    private static void bounce(Arena arena, int server) throws InterruptedException {
        arena.note("ZooKeeper server " + server + " is killed");
        arena.zooKeeper().kill(server);
        arena.lasts(arena.upTo(arena.timeouts(1)));
        arena.zooKeeper().heal();
    }

    private static void fillDisk(Arena arena) throws Exception {
        int server = arena.bed().diskOfServer();
        arena.bed().disk().fill();
        arena.note("the disk of ZooKeeper server " + server + " is full");
        try {
            arena.lasts(DISK_FULL);
        } finally {
            arena.bed().disk().free();
            // It may have ended, or live on without serving; whoever frees the disk starts it anew.
            arena.zooKeeper().kill(server);
            arena.zooKeeper().heal();
        }
    }

    private static void jump(Arena arena) throws InterruptedException {
        String server = ZooKeeperProcesses.clock(any(arena));
        arena.note("the clock of " + server + " is an hour ahead");
        arena.bed().clocks().set(server, Clocks.JUMP);
        try {
            arena.lasts(WRONG_CLOCK);
        } finally {
            arena.bed().clocks().set(server, Duration.ZERO);
        }
    }
}
