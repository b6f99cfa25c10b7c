package dev.lockstep.it.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.NodeProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people remove from under running nodes is made again, or named where nobody may make it up. */
@ExtendWith(ClusterExtension.class)
class RemovedTreeIT {

    private static final List<String> FOLDERS =
            List.of("/mediciones", "/counter", "/nodes", "/election", "/reports", "/delivery", "/refused", "/config");

    /** One after the other, each in a cluster that has come to rest: so nothing else heals it by the way. */
    @Test
    void theCyclesGoOnWhateverFolderSomebodyRemoves(Cluster cluster) {
        cluster.start(3);
        String before = cluster.tree().get("/cluster");
        for (String folder : FOLDERS) {
            cluster.tree().deleteAll(folder);
            cluster.awaitReports(3);
            cluster.awaitReport("of all nodes, after the removal of " + folder, report -> report.count() == 3);
        }

        assertThat(cluster.tree().children("/"))
                .containsAll(FOLDERS.stream().map(folder -> folder.substring(1)).toList());
        assertThat(cluster.tree().get("/cluster")).isEqualTo(before);
        NodeProcess leader = cluster.leader();
        leader.terminate();
        cluster.leaderAfter(leader);
        cluster.awaitReports(3);
        cluster.stop();
    }

    @Test
    void theCyclesGoOnWithoutTheReadingsThatSomebodyRemoved(Cluster cluster) {
        cluster.start(3);
        String before = cluster.tree().get("/cluster");
        cluster.tree().deleteAll("/mediciones");
        cluster.tree().deleteAll("/counter");

        cluster.awaitReport("of all nodes", report -> report.count() == 3);
        assertThat(cluster.tree().get("/cluster")).isEqualTo(before);
        cluster.stop();
    }

    @Test
    void whatMustNotBeMadeUpIsMissedUntilTheRestIsRemovedToo(Cluster cluster) {
        cluster.start(3);
        cluster.tree().deleteAll("/epoch");
        await("each node to say so").atMost(Duration.ofSeconds(30)).until(() -> cluster.nodes().stream()
                .allMatch(node -> node.log().contains("/epoch was removed and the rest was not")));
        cluster.tree().children("/").forEach(znode -> cluster.tree().deleteAll("/" + znode));

        cluster.awaitReport("of all nodes, in the new tree", report -> report.count() == 3);
        cluster.stop();
    }

    @Test
    void whereTheWholeTreeIsRemovedTheNodesBeginANewOne(Cluster cluster) {
        cluster.start(3).awaitReports(5);
        String before = cluster.tree().get("/cluster");
        long last = cluster.lastReport().cycle();
        cluster.tree().children("/").forEach(znode -> cluster.tree().deleteAll("/" + znode));

        cluster.awaitReport("of all nodes, in the new tree", report -> report.count() == 3 && report.cycle() < last);
        assertThat(cluster.tree().get("/cluster")).isNotEqualTo(before);
        cluster.stop();
    }
}
