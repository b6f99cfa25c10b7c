package dev.lockstep.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people remove from under running nodes is made again. */
@ExtendWith(ClusterExtension.class)
class RemovedTreeIT {

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
