package dev.lockstep.it.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.embedded.FreePorts;
import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.Launch;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.Reported;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that the stock Camel command line runs from the route files, with Lockstep's jar as a dependency. */
@ExtendWith(ClusterExtension.class)
class CamelRunIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration FETCHED_WITHIN = Duration.ofMinutes(5);
    private static final String STEP = "        - log:\n            message: \"{{zk:mark:an edit}}, live\"\n";

    @Test
    void twoNodesUnderTheCamelCommandLineAndOneFromTheJarAreOneCluster(Cluster cluster, @TempDir Path folder)
            throws Exception {
        CamelCli camel = new CamelCli();
        Path routes = Routes.copy(folder);
        int port = FreePorts.find(1).get(0);
        String http = " --console --observe --port=%d --management-port=%d".formatted(port, port);

        cluster.launchedBy(camel.run(routes, "--dev" + http));
        NodeProcess first = cluster.startNode("1");
        // On a new machine it first fetches what it needs, and the next one finds that.
        await("a report of node 1").atMost(FETCHED_WITHIN).until(() -> !cluster.reports()
                .isEmpty());
        cluster.launchedBy(camel.run(routes, "")).startNode("2");
        // The same measurement, and so the same unit: else its readings would not count.
        cluster.with("MEASURE", "measure-simulated").launchedBy(Launch.JAR).startNode("3");
        Reported report = cluster.awaitReport("of three nodes", found -> found.count() == 3);
        assertThat(report.ids()).containsExactlyInAnyOrder("1", "2", "3");

        await().atMost(PATIENCE).until(() -> camel.output("ps").matches("(?s).*node-1 .*node-2 .*"));
        assertThat(camel.output("get", "route", "node-1")).containsPattern("node-1 +sensor +\\S+ +Started");
        assertThat(get(port, "/observe/health")).contains("\"status\":\"UP\"");
        assertThat(get(port, "/q/dev/route")).contains("zookeeper-master://election:lockstep:cycle");

        Path measure = routes.resolve("measure-simulated.camel.yaml");
        Files.writeString(measure, Files.readString(measure).replaceFirst("(\n +steps:\n)", "$1" + STEP));
        await("the edited route to run").atMost(PATIENCE).until(() -> first.log()
                .contains("an edit, live"));
        cluster.tree().set("/config/mark", "a value");
        await("the edited route to be built anew").atMost(PATIENCE).until(() -> first.log()
                .contains("a value, live"));
        Files.writeString(measure, Files.readString(measure).replace("direct:measure", "dirct:measure"));
        await("the broken edit to be refused").atMost(PATIENCE).until(() -> first.log()
                .contains("Route edit refused, the running routes stay in force: " + measure));
        cluster.awaitReport("of three nodes", found -> found.count() == 3);
        cluster.stop().assertInvariantsHold();
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
