package dev.lockstep.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.faults.history.Transaction;
import dev.lockstep.faults.history.Transaction.Kind;
import dev.lockstep.faults.history.TransactionLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

            List<Transaction> log = TransactionLog.read(ensemble.dataFolders(), "", client.made("/kept"));
            assertThat(log)
                    .as("the logs that the servers wrote in all their lives, as one")
                    .extracting(Transaction::zxid)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(log.stream().flatMap(transaction -> transaction.writes().stream()))
                    .extracting(Transaction.Write::kind, Transaction.Write::path, Transaction.Write::text)
                    // A write whose reply is lost is repeated.
                    .containsOnly(tuple(Kind.CREATE, "/kept", "before"), tuple(Kind.SET, "/kept", "after"))
                    .startsWith(tuple(Kind.CREATE, "/kept", "before"))
                    .endsWith(tuple(Kind.SET, "/kept", "after"));
        }
    }
}
