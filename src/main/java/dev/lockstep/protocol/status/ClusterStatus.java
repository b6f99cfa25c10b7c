package dev.lockstep.protocol.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.protocol.delivery.DeliveryProblem;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * What the znodes say of the whole cluster; the document of {@code status --json}. Every field is always there, as null when
 * there is nothing to tell.
 *
 * @param cluster the incarnation of the tree; null before the first node came, or when people removed it
 * @param cycle the open cycle; null as {@code cluster} is
 * @param openedAt when it was opened, by ZooKeeper's clock; null when {@code cycle} is
 * @param frozen whether its report is frozen: then it only waits for the end of the sampling period
 * @param epoch how often a leader took office; null as {@code cluster} is
 * @param leader the id of the node that leads; null when none does, and then the cycle waits
 * @param nodes the live nodes, sorted by id
 * @param counter measurements taken by all nodes, those that have left included
 * @param undelivered frozen reports of closed cycles that the API does not have yet
 * @param problem why the API does not take reports; null while it does
 * @param refused reports that the API will never take
 * @param state what is not as it should be, in words; empty when all is well
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
     * @param id its id
     * @param host the machine it runs on; null, with {@code pid} and {@code since}, while it does not hold its id
     * @param pid its process there
     * @param since when it took its id
     * @param cycle the cycle of its last reading; null, with {@code value} and {@code takenAt}, before the first
     * @param value the last reading
     * @param takenAt when that was taken
     * @param counter measurements that it took, those before its restarts included
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Node(
            String id, String host, Long pid, Instant since, Long cycle, Double value, Instant takenAt, long counter) {}

    /**
     * Reports that wait.
     *
     * @param count how many
     * @param oldest the lowest cycle; null when there are none
     * @param newest the highest cycle; null when there are none
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

    ClusterStatus with(List<String> words) {
        return new ClusterStatus(
                cluster, cycle, openedAt, frozen, epoch, leader, nodes, counter, undelivered, problem, refused, words);
    }
}
