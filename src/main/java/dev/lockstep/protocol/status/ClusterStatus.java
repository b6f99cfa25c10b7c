package dev.lockstep.protocol.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.protocol.delivery.DeliveryProblem;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The status of the whole cluster, as it is in the znodes; the document of {@code status --json}. Every field is always
 * present, and null if it has no value.
 *
 * @param cluster the id of the cluster; null before the first node has created the tree, or if it was removed
 * @param cycle the open cycle; null in the same cases as {@code cluster}
 * @param openedAt when the cycle was opened, by ZooKeeper's clock; null if {@code cycle} is null
 * @param frozen whether the report of the cycle is frozen: then it only waits for the end of the sampling period
 * @param epoch the number of terms so far; null in the same cases as {@code cluster}
 * @param leader the id of the leader; null if there is none, and then the cycle waits
 * @param nodes the live nodes, sorted by id
 * @param counter the number of measurements of all nodes, including those that have left
 * @param undelivered the frozen reports of closed cycles that the API has not accepted yet
 * @param problem the reason why the API does not accept reports; null while it does
 * @param refused the reports that the API will never accept
 * @param state what is wrong, as text; empty if all is well
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ClusterStatus(
        String cluster,
        Long cycle,
        Instant openedAt,
        boolean frozen,
        Long epoch,
        String leader,
        List<Node> nodes,
        long counter,
        Backlog undelivered,
        DeliveryProblem problem,
        Backlog refused,
        List<String> state) {

    /**
     * One live node.
     *
     * @param id the node's id
     * @param host the host name of its machine; null, as {@code pid} and {@code since}, while it does not hold its id
     * @param pid its process id there
     * @param since when it acquired its id
     * @param cycle the cycle of its last reading; null, as {@code value} and {@code takenAt}, before its first reading
     * @param value the value of its last reading
     * @param takenAt when that measurement began
     * @param counter the number of its measurements, including those before a restart
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Node(
            String id, String host, Long pid, Instant since, Long cycle, Double value, Instant takenAt, long counter) {}

    /**
     * A number of reports that are not delivered.
     *
     * @param count the number of reports
     * @param oldest the lowest cycle; null if there are no reports
     * @param newest the highest cycle; null if there are no reports
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Backlog(int count, Long oldest, Long newest) {

        static Backlog of(Collection<Long> cycles) {
            return cycles.isEmpty()
                    ? new Backlog(0, null, null)
                    : new Backlog(cycles.size(), Collections.min(cycles), Collections.max(cycles));
        }
    }

    public ClusterStatus {
        nodes = List.copyOf(nodes);
        state = List.copyOf(state);
    }

    ClusterStatus withState(List<String> newState) {
        return new ClusterStatus(
                cluster,
                cycle,
                openedAt,
                frozen,
                epoch,
                leader,
                nodes,
                counter,
                undelivered,
                problem,
                refused,
                newState);
    }
}
