package dev.lockstep.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.cli.bench.result.Mode;
import dev.lockstep.cli.process.CommandFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchPlanTest {

    private static final long MB = 1 << 20;

    private static BenchPlan plan(boolean rawNodes, Integer... nodes) {
        return new BenchPlan(Path.of("routes"), List.of(nodes), 500, 3, Optional.empty(), rawNodes);
    }

    @Test
    void upTo300NodesAreAsTheyAreShipped() {
        assertThat(plan(false, 300).realNodes(300, Mode.LOCKSTEP)).isEqualTo(300);
        assertThat(plan(false, 301).realNodes(301, Mode.LOCKSTEP)).isEqualTo(1);
        assertThat(plan(true, 3).realNodes(3, Mode.LOCKSTEP)).isEqualTo(1);
        assertThat(plan(false, 3).realNodes(3, Mode.RAW)).isZero();
    }

    @Test
    void aHeapThatIsTooSmallIsRefusedWithTheSizeThatIsNeeded() {
        assertThatThrownBy(() -> HeapCheck.require(plan(false, 3, 300), 256 * MB))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageMatching(
                        "300 nodes in one process and 500 cycles need a heap of (\\d+) MB, and there are 256;"
                                + " use java -Xmx\\1m, or --raw-nodes, or fewer cycles");
    }

    @Test
    void rawNodesNeedLittle() {
        assertThatNoException().isThrownBy(() -> HeapCheck.require(plan(false, 1_000), 512 * MB));
        assertThatNoException().isThrownBy(() -> HeapCheck.require(plan(true, 300), 256 * MB));
        assertThatNoException().isThrownBy(() -> HeapCheck.require(plan(false, 3, 10), 256 * MB));
    }
}
