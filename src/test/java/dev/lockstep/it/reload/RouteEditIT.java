package dev.lockstep.it.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.testing.api.ApiAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Route files are edited while the cluster runs. */
@ExtendWith(ClusterExtension.class)
class RouteEditIT {

    private static final int EDITS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Good and broken edits in turn, of every route file. */
    @Test
    void noEditOfAnyRouteFileLosesOrDoublesACycle(Cluster cluster, @TempDir Path folder) throws IOException {
        Path routes = Routes.copy(folder);
        cluster.with("ROUTES", routes.toString())
                .with("WATCH_ROUTES", "true")
                .with("MEASURE", "measure-simulated")
                .with("SAMPLING_PERIOD", "100ms")
                .start(3);

        Map<Path, String> files = Routes.read(routes, "measure-simulated");
        for (int edit = 1; edit <= EDITS; edit++) {
            for (Map.Entry<Path, String> file : files.entrySet()) {
                Files.writeString(file.getKey(), edit % 2 == 1 ? good(file, edit) : broken(file, edit));
            }
            for (Path file : files.keySet()) {
                if (edit % 2 == 1) {
                    awaitLine(cluster, file + ": routes reloaded", edit / 2 + 1);
                } else {
                    awaitLine(cluster, "the running routes stay in force: " + file, edit / 2);
                }
            }
            cluster.awaitReports(3);
        }

        assertThat(cluster.nodes()).as("none was restarted").hasSize(3);
        cluster.stop().assertInvariantsHold();
    }

    /** What waits in an outbox is gone with it when its route is edited, but nothing is lost. */
    @Test
    void anEditOfTheDeliveryWhileTheApiIsAwayLosesNoReport(Cluster cluster, @TempDir Path folder) throws IOException {
        Path routes = Routes.copy(folder);
        cluster.with("ROUTES", routes.toString())
                .with("WATCH_ROUTES", "true")
                .with("SAMPLING_PERIOD", "100ms")
                .start(3);
        Map.Entry<Path, String> delivery = Routes.read(routes, "measure-simulated").entrySet().stream()
                .filter(file -> file.getKey().endsWith("delivery.camel.yaml"))
                .findFirst()
                .orElseThrow();

        cluster.api().answer(ApiAnswer.fail(503));
        long before = cluster.openCycle();
        await().atMost(PATIENCE).until(() -> cluster.openCycle() > before + 10);
        Files.writeString(delivery.getKey(), good(delivery, 1));
        awaitLine(cluster, delivery.getKey() + ": routes reloaded", 1);
        long edited = cluster.openCycle();
        await().atMost(PATIENCE).until(() -> cluster.openCycle() > edited + 10);
        cluster.api().answer(ApiAnswer.ACCEPT);

        await("the kept reports to be delivered")
                .atMost(PATIENCE)
                .until(() -> cluster.tree().children("/reports").size() <= 1);
        cluster.stop().assertInvariantsHold();
    }

    /** A version in which every route is another one. */
    private static String good(Map.Entry<Path, String> file, int edit) {
        return file.getValue().replaceAll("( +description: [A-Z].*)", "$1, edited " + edit + " times");
    }

    /** A version that is broken in one of several ways. */
    private static String broken(Map.Entry<Path, String> file, int edit) {
        String text = file.getValue();
        return switch (edit / 2 % 4) {
            case 0 -> text.replaceFirst("steps:", "steps: [");
            case 1 -> text.replaceFirst("uri: ", "uri: no-such-");
            case 2 -> text.replaceFirst("steps:", "stepps:");
            default -> text.replaceFirst("( +)steps:\n", "$1steps:\n$1  - bean:\n$1      ref: nobody\n");
        };
    }

    private static void awaitLine(Cluster cluster, String part, long times) {
        await(times + " times in every log: " + part).atMost(PATIENCE).until(() -> cluster.nodes().stream()
                .allMatch(node ->
                        node.log().lines().filter(line -> line.contains(part)).count() >= times));
    }
}
