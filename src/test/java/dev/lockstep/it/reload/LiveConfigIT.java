package dev.lockstep.it.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.checker.Checker;
import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.History;
import dev.lockstep.faults.history.Reported;
import dev.lockstep.testing.api.FakeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Changes below /config, as any ZooKeeper client can make them while the cluster runs. */
@ExtendWith(ClusterExtension.class)
class LiveConfigIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG_PERIOD = Duration.ofSeconds(5);

    @Test
    void aNewPeriodHoldsFromTheNextCycleOn(Cluster cluster) {
        cluster.with("SAMPLING_PERIOD", "500ms").start(3);

        cluster.tree().set("/config/sampling_period", "100ms");
        await("five reports in 1.5 s")
                .atMost(PATIENCE)
                .until(() -> last(cluster, 5).compareTo(Duration.ofMillis(1_500)) < 0);
        await("every node to have seen the new period").atMost(PATIENCE).until(() -> cluster.nodes().stream()
                .allMatch(node -> last(node, "sampling_period").equals("100ms")));
        cluster.tree().set("/config/sampling_period", "2");
        await("two reports 2 s apart")
                .atMost(PATIENCE)
                .until(() -> last(cluster, 1).compareTo(Duration.ofMillis(1_900)) > 0);

        assertThat(cluster.history().events("leading"))
                .as("no change of leader")
                .hasSize(1);
        assertThat(cluster.nodes()).allSatisfy(node -> assertThat(node.events("config"))
                .extracting(event -> event.line().path("value").asText())
                .containsSequence("100ms", "2"));
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void theNextCycleShowsTheNewPeriodAlsoAfterAMuchLongerOne(Cluster cluster) {
        cluster.with("SAMPLING_PERIOD", "100ms").start(3);

        cluster.tree().set("/config/sampling_period", LONG_PERIOD.toSeconds() + "s");
        long open = cluster.openCycle();
        await("the cycle after the open one").atMost(PATIENCE).until(() -> cluster.openCycle() > open + 1);
        assertThat(List.of(between(cluster, open), between(cluster, open + 1)))
                .as("the open cycle or the next one lasts the long period")
                .anyMatch(length -> length.compareTo(LONG_PERIOD.multipliedBy(9).dividedBy(10)) > 0);

        cluster.tree().set("/config/sampling_period", "100ms");
        long last = cluster.openCycle();
        await("twenty cycles").atMost(PATIENCE).until(() -> cluster.openCycle() > last + 20);
        assertThat(between(cluster, last + 1))
                .as("the cycle after the open one")
                .isLessThan(LONG_PERIOD.dividedBy(2));
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void ofAThousandQuickWritesEveryNodeEndsOnTheLast(Cluster cluster) {
        cluster.with("SAMPLING_PERIOD", "100ms").start(3);

        for (int i = 1; i <= 1_000; i++) {
            cluster.tree().set("/config/cycle_timeout", (20_000 + i) + "ms");
            cluster.tree().set("/config/plant", Integer.toString(i));
        }

        await("every node to be on the last values").atMost(PATIENCE).until(() -> cluster.nodes().stream()
                .allMatch(node -> last(node, "cycle_timeout").equals("21000ms")
                        && last(node, "plant").equals("1000")));
        cluster.stop().assertInvariantsHold();
    }

    /** What a node said last of a key of the configuration. */
    private static String last(NodeProcess node, String key) {
        return node.events("config").stream()
                .filter(event -> event.line().path("key").asText().equals(key))
                .reduce((earlier, later) -> later)
                .map(event -> event.line().path("value").asText())
                .orElse("");
    }

    /** From a cycle's report to that of the next one. */
    private static Duration between(Cluster cluster, long cycle) {
        List<Reported> reports = await("the report of cycle " + (cycle + 1))
                .atMost(PATIENCE)
                .until(
                        () -> cluster.reports().stream()
                                .filter(report -> report.cycle() == cycle || report.cycle() == cycle + 1)
                                .toList(),
                        found -> found.size() == 2);
        return Duration.between(reports.get(0).at(), reports.get(1).at());
    }

    /** How long the last {@code intervals} intervals between reports took together; waits until there are as many. */
    private static Duration last(Cluster cluster, int intervals) {
        List<Reported> reports =
                await("enough reports").atMost(PATIENCE).until(cluster::reports, found -> found.size() > intervals);
        int end = reports.size() - 1;
        return Duration.between(
                reports.get(end - intervals).at(), reports.get(end).at());
    }

    @Test
    void aNewApiUrlMovesTheReportsThere(Cluster cluster, @TempDir Path folder) {
        try (FakeApi second = FakeApi.start(folder.resolve("second.log"))) {
            cluster.start(3);

            cluster.tree().set("/config/api_url", second.url());
            await("reports at the second API")
                    .atMost(PATIENCE)
                    .until(() -> second.effects().size() >= 3);
            int before = cluster.api().requests().size();
            await("more reports at the second API")
                    .atMost(PATIENCE)
                    .until(() -> second.effects().size() >= 6);

            assertThat(cluster.api().requests())
                    .as("nothing more at the first API")
                    .hasSize(before);
            assertThat(cluster.history().events("leading"))
                    .as("no change of leader")
                    .hasSize(1);
            cluster.stop();
            Checker.assertHolds(new History(
                    cluster.history().events(),
                    Stream.concat(cluster.api().requests().stream(), second.requests().stream())
                            .toList()));
        }
    }

    @Test
    void anInvalidValueIsRefusedAndTheLastGoodOneStays(Cluster cluster) {
        cluster.with("SAMPLING_PERIOD", "500ms").start(3);
        cluster.tree().set("/config/sampling_period", "200ms");
        await("the good value").atMost(PATIENCE).until(() -> last(cluster, 5).compareTo(Duration.ofMillis(1_800)) < 0);

        for (String bad : List.of("soon", "0", "-1s")) {
            cluster.tree().set("/config/sampling_period", bad);
            awaitRefusal(cluster, "sampling_period", bad);
        }
        cluster.tree().set("/config/api_url", "gopher://api");
        awaitRefusal(cluster, "api_url", "gopher://api");

        cluster.awaitReports(6);
        assertThat(last(cluster, 5))
                .as("five cycles at the last good period")
                .isBetween(Duration.ofMillis(900), PATIENCE);
        assertThat(cluster.history().events("leading"))
                .as("no change of leader")
                .hasSize(1);
        cluster.stop().assertInvariantsHold();
    }

    private static void awaitRefusal(Cluster cluster, String key, String value) {
        await("every node to refuse " + key + "=" + value).atMost(PATIENCE).until(() -> cluster.nodes().stream()
                .allMatch(node -> node.log()
                        .lines()
                        .anyMatch(line ->
                                line.contains("WARN") && line.contains(key) && line.contains("'" + value + "'"))));
    }
}
