package dev.lockstep.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults that the other tests make must be what they say. */
class ZooKeeperProcessesIT {

    @TempDir
    static Path folder;

    @Test
    void theEnsembleOutlivesEveryFaultOfOneServer() throws Exception {
        try (ZooKeeperProcesses ensemble = ZooKeeperProcesses.start(folder, 3);
                PlainClient client = PlainClient.connect(ensemble.connectString(), Duration.ofSeconds(4))) {
            int first = ensemble.awaitQuorum();
            client.set("/kept", "before");

            ensemble.kill(first);
            int second = ensemble.awaitQuorum();
            assertThat(second).as("a killed server does not lead").isNotEqualTo(first);
            assertThat(client.get("/kept")).isEqualTo("before");

            ensemble.start(first);
            ensemble.heal();
            ensemble.freeze(second);
            int third = ensemble.awaitQuorum();
            assertThat(third).as("a frozen server does not lead").isNotEqualTo(second);
            client.set("/kept", "after");

            ensemble.thaw(second);
            ensemble.heal();
            assertThat(ensemble.awaitQuorum()).as("the thawed server follows").isEqualTo(third);
            assertThat(client.get("/kept")).isEqualTo("after");
        }
    }
}
