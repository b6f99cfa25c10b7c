package dev.lockstep.it.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.lockstep.faults.cluster.Cluster;
import dev.lockstep.faults.cluster.ClusterExtension;
import dev.lockstep.faults.cluster.NodeProcess;
import dev.lockstep.faults.history.Event;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.api.ApiAnswer;
import dev.lockstep.testing.api.ApiRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
class DeliveryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void reportsOfCyclesWithoutAnApiAreDeliveredInOrderOnceItIsBack(Cluster cluster) {
        cluster.start(3);
        cluster.api().stop();
        long back = awaitCycles(cluster, 5);
        assertThat(cluster.tree().children("/reports")).as("kept reports").hasSizeGreaterThanOrEqualTo(3);

        cluster.api().resume();
        awaitDelivered(cluster, back);
        cluster.stop().assertInvariantsHold();
    }

    @ParameterizedTest(name = "status {0}")
    @ValueSource(ints = {500, 503, 429})
    void reportsThatTheApiTurnedAwayAreSentAgain(int status, Cluster cluster) {
        cluster.start(2);
        cluster.api().answer(ApiAnswer.fail(status));
        long back = awaitCycles(cluster, 3);

        cluster.api().answer(ApiAnswer.ACCEPT);
        awaitDelivered(cluster, back);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void aReportWhoseReplyIsLostIsSentAgainAsItWas(Cluster cluster) {
        cluster.start(3);
        cluster.api().answer(ApiAnswer.COMMIT_AND_DROP);
        long back = awaitCycles(cluster, 3);

        cluster.api().answer(ApiAnswer.ACCEPT);
        awaitDelivered(cluster, back);
        Map<String, Long> requests = cluster.api().requests().stream()
                .collect(Collectors.groupingBy(ApiRequest::key, Collectors.counting()));
        assertThat(requests.values()).as("requests of one key").anyMatch(count -> count > 1);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void reportsKeptByAKilledLeaderAreDeliveredByTheNext(Cluster cluster) {
        cluster.start(3);
        cluster.api().stop();
        long back = awaitCycles(cluster, 3);
        NodeProcess leader = cluster.leader();
        leader.kill9();
        cluster.leaderAfter(leader);

        cluster.api().resume();
        awaitDelivered(cluster, back);
        cluster.awaitReports(2);
        cluster.stop().assertInvariantsHold();
    }

    @Test
    void theOlderApiGetsTheMeanOfEveryCycleOnce(Cluster cluster) {
        cluster.with("API_URL", cluster.api().url() + "/nuevo");
        List.of("1", "2", "3").forEach(cluster::startNode);
        cluster.awaitReports(6);
        cluster.stop();

        List<ApiRequest> requests = cluster.api().requests();
        assertThat(requests).allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
        for (int i = 0; i < requests.size(); i++) {
            String target = requests.get(i).target();
            assertThat(target).startsWith("/nuevo?dato=");
            double mean = Double.parseDouble(target.substring(target.indexOf('=') + 1));
            assertThat(mean).as("mean of cycle %d", i + 1).isCloseTo(mean(cluster, i + 1), within(1e-9));
        }
        cluster.assertInvariantsHold();
    }

    /** The mean of the readings with which a cycle was frozen, from the journals. */
    private static double mean(Cluster cluster, long cycle) {
        History history = cluster.history();
        Map<String, Event> measured = history.byCycle("measured").get(cycle).stream()
                .collect(Collectors.toMap(Event::node, Function.identity()));
        Event frozen = history.byCycle("frozen").get(cycle).get(0);
        double sum = 0;
        for (var id : frozen.line().path("ids")) {
            sum += measured.get(id.asText()).line().path("value").asDouble();
        }
        return sum / frozen.line().path("ids").size();
    }

    /** Waits until {@code more} cycles are over, delivered or not, and returns the number of the last of them. */
    private static long awaitCycles(Cluster cluster, int more) {
        long last = cluster.openCycle() + more - 1;
        await("cycle " + last + " to be over").atMost(PATIENCE).until(() -> cluster.openCycle() > last);
        return last;
    }

    private static void awaitDelivered(Cluster cluster, long cycle) {
        await("all reports up to cycle " + cycle)
                .atMost(PATIENCE)
                .until(() -> cluster.reports().stream().anyMatch(report -> report.cycle() == cycle)
                        && cluster.tree().children("/reports").size() <= 1);
    }
}
