package dev.lockstep.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docker-compose.yml as it stands: one ZooKeeper server, nodes that are replicas. */
@NeedsDocker
@Timeout(300)
class ComposeOneServerIT {

    private static final int PORT = 18081;

    @Test
    void threeNodesMeasureThenFiveAndNothingIsLeft() {
        Compose compose = new Compose(
                "lockstep-it-one",
                Command.of().with("PUBLISH", "127.0.0.1:" + PORT).with("SAMPLING_PERIOD", "500ms"),
                "docker-compose.yml");
        Images.build();
        compose.close();
        try (compose) {
            compose.run("up", "-d", "--build");
            compose.awaitHealthy(6);
            WebApi api = new WebApi(PORT);
            api.awaitReportAfter(
                    0, "of three nodes", report -> report.path("count").asInt() == 3);
            compose.run("up", "-d", "--scale", "node=5");
            api.awaitWhole(5);
            assertThat(compose.run("run", "--rm", "config", "set", "sampling_period=200ms"))
                    .contains("sampling_period=200ms (new)");
            assertThat(compose.run("run", "--rm", "status")).contains("nodes        5");
            compose.run("restart", "-t", "10", "zookeeper");
            api.awaitWhole(5);
        }
        assertThat(compose.left()).as("what is left of the project").isEmpty();
    }
}
