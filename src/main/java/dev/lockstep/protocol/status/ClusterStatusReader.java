package dev.lockstep.protocol.status;

import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.delivery.DeliveryProblem;
import dev.lockstep.protocol.leader.ElectionView;
import dev.lockstep.protocol.leader.ElectionView.Candidate;
import dev.lockstep.protocol.session.IdHolder;
import dev.lockstep.protocol.session.ZnodeTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.data.Stat;

/**
 * Reads a {@link ClusterStatus} from the znodes, one after the other: while the cluster continues, its parts may be a cycle
 * apart. Invalid data that another client wrote is left out, as the nodes ignore it. Writes nothing.
 */
public final class ClusterStatusReader {

    private final ZnodeReader znodes;
    private final ElectionView election;

    public ClusterStatusReader(CuratorFramework curator) {
        this.znodes = new ZnodeReader(curator);
        this.election = new ElectionView(curator);
    }

    /**
     * Returns the current status; one without cluster and cycle if there is no tree yet.
     *
     * @param configured the sampling period, if it is configured for all nodes
     * @param minNodes the number of readings that a cycle needs
     * @throws Exception if ZooKeeper cannot be read
     */
    public ClusterStatus read(Optional<Duration> configured, int minNodes) throws Exception {
        Stat barrier = new Stat();
        Long cycle = znodes.data(Znodes.BARRIER, barrier).map(Znodes::number).orElse(null);
        // The time at which the cycle was read, to compute its age: the reads that follow may take longer than a cycle.
        Instant now = Instant.now();
        ClusterStatus status = new ClusterStatus(
                znodes.data(Znodes.CLUSTER).map(Znodes::text).orElse(null),
                cycle,
                cycle == null ? null : Instant.ofEpochMilli(barrier.getMtime()),
                cycle != null && znodes.stat(Znodes.report(cycle)).isPresent(),
                znodes.stat(Znodes.EPOCH).map(stat -> (long) stat.getVersion()).orElse(null),
                ElectionView.leader(election.read()).map(Candidate::node).orElse(null),
                nodes(),
                counter(),
                backlog(Znodes.REPORTS, report -> cycle == null || report < cycle),
                znodes.json(Znodes.DELIVERY, DeliveryProblem.class, new Stat()).orElse(null),
                backlog(Znodes.REFUSED, report -> true),
                List.of());
        Optional<Duration> period = configured.isPresent() || cycle == null ? configured : announcedPeriod(cycle);
        Optional<String> damage = ZnodeTree.damage(znodes.children("/").collect(Collectors.toSet()));
        return status.withState(damage.map(List::of).orElseGet(() -> Diagnosis.of(status, now, period, minNodes)));
    }

    /** Returns the sampling period with which the leader opened the cycle. */
    private Optional<Duration> announcedPeriod(long cycle) throws Exception {
        return znodes.number(Znodes.mark(cycle)).map(Duration::ofMillis);
    }

    private List<ClusterStatus.Node> nodes() throws Exception {
        TreeSet<String> ids = new TreeSet<>();
        znodes.children(Znodes.NODES).forEach(ids::add);
        znodes.children(Znodes.READINGS).forEach(ids::add);
        Stream.Builder<ClusterStatus.Node> nodes = Stream.builder();
        for (String id : ids) {
            node(id).ifPresent(nodes);
        }
        return nodes.build().toList();
    }

    private Optional<ClusterStatus.Node> node(String id) throws Exception {
        Stat idStat = new Stat();
        Stat readingStat = new Stat();
        Optional<IdHolder> holder = znodes.json(Znodes.node(id), IdHolder.class, idStat);
        Optional<Reading> reading = znodes.json(Znodes.reading(id), Reading.class, readingStat);
        if (idStat.getEphemeralOwner() == 0 && readingStat.getEphemeralOwner() == 0) {
            return Optional.empty();
        }
        return Optional.of(new ClusterStatus.Node(
                id,
                holder.map(IdHolder::host).orElse(null),
                holder.map(IdHolder::pid).orElse(null),
                holder.map(IdHolder::since).orElse(null),
                reading.map(Reading::cycle).orElse(null),
                reading.map(Reading::value).orElse(null),
                reading.map(Reading::takenAt).orElse(null),
                znodes.number(Znodes.count(id)).orElse(0L)));
    }

    /** Returns the sum of the nodes' own counts, which is exact, while the total in {@code /counter} may be a cycle late. */
    private long counter() throws Exception {
        long sum = 0;
        for (String id : znodes.children(Znodes.COUNTER).toList()) {
            sum += znodes.number(Znodes.count(id)).orElse(0L);
        }
        return sum;
    }

    private ClusterStatus.Backlog backlog(String folder, Predicate<Long> counts) throws Exception {
        return ClusterStatus.Backlog.of(Znodes.cycles(znodes.children(folder).toList()).stream()
                .filter(counts)
                .toList());
    }
}
