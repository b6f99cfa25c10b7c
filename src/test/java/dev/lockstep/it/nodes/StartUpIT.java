package dev.lockstep.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.history.Reported;
import dev.lockstep.testing.Lines;
import dev.lockstep.testing.api.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
class StartUpIT {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

    @ParameterizedTest(name = "{0} nodes")
    @ValueSource(ints = {1, 3, 5})
    void onceStartedEveryNodeIsInEveryReport(int nodes, Cluster cluster) {
        cluster.start(nodes);
        long complete =
                cluster.awaitReport("of all", report -> report.count() == nodes).cycle();
        cluster.awaitReports(12);

        List<Reported> reports = cluster.reports().stream()
                .filter(report -> report.cycle() >= complete)
                .toList();
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.count()).isEqualTo(nodes);
            assertThat(report.missing()).isEmpty();
        });
        System.out.printf(
                "%d nodes: median start skew %.2f ms over %d cycles%n", nodes, medianSkew(reports), reports.size());
        cluster.stop().assertInvariantsHold();
    }

    private static double medianSkew(List<Reported> reports) {
        List<Double> skews = reports.stream().map(Reported::skewMs).sorted().toList();
        return skews.get(skews.size() / 2);
    }

    @Test
    void aReportIsSentAsTheContractSays(Cluster cluster) {
        cluster.start(2);
        ApiRequest request = cluster.api().effects().get(cluster.api().effects().size() - 1);
        JsonNode report = request.json();

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/api/v1/reports");
        assertThat(request.headers().get("content-type")).isEqualTo("application/json");
        assertThat(request.headers().get("idempotency-key"))
                .isEqualTo("\"%s-%d\"".formatted(report.path("cluster").asText(), request.cycle()));
        assertThat(fields(report))
                .containsExactlyInAnyOrder(
                        "cluster",
                        "cycle",
                        "epoch",
                        "leader",
                        "openedAt",
                        "closedAt",
                        "count",
                        "mean",
                        "min",
                        "max",
                        "stddev",
                        "skewMs",
                        "missing",
                        "readings");
        assertThat(fields(report.path("readings").get(0))).containsExactlyInAnyOrder("id", "value", "takenAt");
        assertThat(List.of(report.path("openedAt"), report.path("closedAt"), report.at("/readings/0/takenAt")))
                .allSatisfy(time -> assertThat(time.asText()).matches(TIME));
    }

    @Test
    void aReadingIsPublishedAsTheContractSays(Cluster cluster) {
        cluster.start(2);
        assertThat(cluster.tree().children("/mediciones")).containsExactly("1", "2");
        JsonNode reading = Lines.parse(cluster.tree().get("/mediciones/2"));
        assertThat(fields(reading)).containsExactlyInAnyOrder("id", "cycle", "value", "takenAt");
        assertThat(reading.path("id").asText()).isEqualTo("2");
        assertThat(reading.path("takenAt").asText()).matches(TIME);
    }

    @Test
    void aNodeThatJoinsLateIsInALaterReport(Cluster cluster) {
        cluster.start(2);
        cluster.startNode("late");
        Reported joined =
                cluster.awaitReport("with the late node", report -> report.ids().contains("late"));
        assertThat(joined.ids()).containsExactly("1", "2", "late");
        assertThat(cluster.awaitReport("the next one", report -> true).count()).isEqualTo(3);
        cluster.stop().assertInvariantsHold();
    }

    private static List<String> fields(JsonNode object) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }
}
