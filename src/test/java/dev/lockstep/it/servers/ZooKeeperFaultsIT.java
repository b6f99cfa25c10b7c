package dev.lockstep.it.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.Reported;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of the ZooKeeper servers. The ensemble is whole again after each test. */
@ExtendWith(ClusterExtension.class)
class ZooKeeperFaultsIT {

    /** Twice the session timeout where all servers are away. */
    private static final Duration AWAY = Duration.ofSeconds(4);

    @Test
    void aKilledZooKeeperFollowerChangesNoLeader(Cluster cluster) {
        cluster.start(3);
        String leader = cluster.leader().id();
        cluster.zooKeeper().kill(cluster.zooKeeper().follower());

        Instant killed = Instant.now();
        Reported next = cluster.awaitReport("after the kill", report -> report.count() == 3);
        print("ZooKeeper follower killed", killed, next);
        cluster.awaitReports(6);
        // The leader may take office anew after it has reconnected to another server; nobody else does.
        assertThat(cluster.history().events("leading"))
                .as("no change of leader")
                .allSatisfy(leading -> assertThat(leading.node()).isEqualTo(leader));
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void aKilledZooKeeperLeaderStopsTheClusterUntilTheNextOne(Cluster cluster) {
        cluster.start(3);
        int victim = cluster.zooKeeper().awaitQuorum();
        cluster.zooKeeper().kill(victim);

        Instant killed = Instant.now();
        cluster.zooKeeper().awaitQuorum();
        Reported next = cluster.awaitReport("after the kill", report -> report.count() == 3);
        print("ZooKeeper leader killed", killed, next);

        cluster.zooKeeper().start(victim);
        cluster.zooKeeper().heal();
        cluster.awaitReports(6);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void anEnsembleAwayForLongerThanEverySessionLeavesOneLeader(Cluster cluster) {
        cluster.with("SESSION_TIMEOUT", "2s").start(3);
        long open = cluster.openCycle();
        for (int server = 1; server <= 3; server++) {
            cluster.zooKeeper().kill(server);
        }
        await("every session to end, as its node sees it: after 4/3 of its timeout")
                .pollDelay(AWAY)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.history().events("measured"))
                        .as("only what was open is measured without ZooKeeper")
                        .allSatisfy(event -> assertThat(event.cycle()).isLessThanOrEqualTo(open + 2)));

        cluster.zooKeeper().heal();
        Instant healed = Instant.now();
        Reported next = cluster.awaitReport("after the ensemble is back", report -> report.count() == 3);
        print("ZooKeeper away for " + AWAY.toSeconds() + " s", healed, next);
        // By now the servers have dropped the old sessions, and all that hung on them.
        cluster.awaitReports(16);
        cluster.leader();
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void withoutZooKeeperANodeStillStopsWithinFiveSeconds(Cluster cluster) {
        cluster.start(3);
        for (int server = 1; server <= 3; server++) {
            cluster.zooKeeper().freeze(server);
        }
        cluster.nodes().forEach(NodeProcess::terminate);
        Instant told = Instant.now();
        cluster.nodes()
                .forEach(node -> node.exitCode(Duration.ofSeconds(5).minus(Duration.between(told, Instant.now()))));
        cluster.zooKeeper().heal();
        cluster.assertInvariantsHold();
    }

    private static void print(String fault, Instant from, Reported next) {
        System.out.printf(
                "%s: next whole report after %d ms%n",
                fault, Duration.between(from, next.at()).toMillis());
    }
}
