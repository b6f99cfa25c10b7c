package dev.lockstep.protocol.status;

import dev.lockstep.protocol.Json;
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
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.data.Stat;

/**
 * Reads a {@link ClusterStatus} from the znodes, one after the other: while the cluster goes on, parts of it may be a cycle
 * apart. What somebody else has put there, and nobody can read, is left out, as the nodes leave it out. Changes nothing.
 */
public final class ClusterStatusReader {

    private final CuratorFramework curator;
    private final ElectionView candidates;

    public ClusterStatusReader(CuratorFramework curator) {
        this.curator = curator;
        this.candidates = new ElectionView(curator);
    }

    /**
     * The status now; one without cluster and cycle if there is no tree yet.
     *
     * @param configured the sampling period, if it is configured for all nodes
     * @param minNodes how many readings a cycle needs
     * @throws Exception if ZooKeeper cannot be asked
     */
    public ClusterStatus read(Optional<Duration> configured, int minNodes) throws Exception {
        Stat barrier = new Stat();
        Long cycle = data(Znodes.BARRIER, barrier).map(Znodes::number).orElse(null);
        // Of the cycle and its age: what follows may take longer than a cycle.
        Instant now = Instant.now();
        ClusterStatus status = new ClusterStatus(
                data(Znodes.CLUSTER).map(Znodes::text).orElse(null),
                cycle,
                cycle == null ? null : Instant.ofEpochMilli(barrier.getMtime()),
                cycle != null && curator.checkExists().forPath(Znodes.report(cycle)) != null,
                epoch(),
                ElectionView.leader(candidates.read()).map(Candidate::node).orElse(null),
                nodes(),
                counter(),
                backlog(Znodes.REPORTS, report -> cycle == null || report < cycle),
                decode(data(Znodes.DELIVERY), DeliveryProblem.class).orElse(null),
                backlog(Znodes.REFUSED, report -> true),
                List.of());
        Optional<Duration> period = configured.isPresent() || cycle == null ? configured : announced(cycle);
        Optional<String> damage = ZnodeTree.damage(children("/").collect(Collectors.toSet()));
        return status.with(damage.map(List::of).orElseGet(() -> Diagnosis.of(status, now, period, minNodes)));
    }

    /** How long the leader that opened the cycle meant it to last. */
    private Optional<Duration> announced(long cycle) throws Exception {
        return number(Znodes.mark(cycle)).map(Duration::ofMillis);
    }

    private Long epoch() throws Exception {
        Stat stat = curator.checkExists().forPath(Znodes.EPOCH);
        return stat == null ? null : (long) stat.getVersion();
    }

    private List<ClusterStatus.Node> nodes() throws Exception {
        TreeSet<String> ids = new TreeSet<>();
        children(Znodes.NODES).forEach(ids::add);
        children(Znodes.READINGS).forEach(ids::add);
        Stream.Builder<ClusterStatus.Node> nodes = Stream.builder();
        for (String id : ids) {
            node(id).ifPresent(nodes);
        }
        return nodes.build().toList();
    }

    private Optional<ClusterStatus.Node> node(String id) throws Exception {
        Stat claimed = new Stat();
        Stat published = new Stat();
        Optional<IdHolder> claim = decode(data(Znodes.node(id), claimed), IdHolder.class);
        Optional<Reading> reading = decode(data(Znodes.reading(id), published), Reading.class);
        if (claimed.getEphemeralOwner() == 0 && published.getEphemeralOwner() == 0) {
            return Optional.empty();
        }
        return Optional.of(new ClusterStatus.Node(
                id,
                claim.map(IdHolder::host).orElse(null),
                claim.map(IdHolder::pid).orElse(null),
                claim.map(IdHolder::since).orElse(null),
                reading.map(Reading::cycle).orElse(null),
                reading.map(Reading::value).orElse(null),
                reading.map(Reading::takenAt).orElse(null),
                number(Znodes.count(id)).orElse(0L)));
    }

    /** The sum of the nodes' own counts is exact, where the total in {@code /counter} may be a cycle late. */
    private long counter() throws Exception {
        long sum = 0;
        for (String id : children(Znodes.COUNTER).toList()) {
            sum += number(Znodes.count(id)).orElse(0L);
        }
        return sum;
    }

    private Optional<Long> number(String path) throws Exception {
        try {
            return data(path).map(Znodes::number);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ClusterStatus.Backlog backlog(String folder, Predicate<Long> counts) throws Exception {
        return ClusterStatus.Backlog.of(
                Znodes.cycles(children(folder).toList()).stream().filter(counts).toList());
    }

    private static <T> Optional<T> decode(Optional<byte[]> data, Class<T> type) {
        try {
            return data.map(text -> Json.read(text, type));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> data(String path) throws Exception {
        return data(path, new Stat());
    }

    private Optional<byte[]> data(String path, Stat stat) throws Exception {
        try {
            return Optional.ofNullable(curator.getData().storingStatIn(stat).forPath(path))
                    .filter(data -> data.length > 0);
        } catch (NoNodeException e) {
            return Optional.empty();
        }
    }

    private Stream<String> children(String path) throws Exception {
        try {
            return curator.getChildren().forPath(path).stream();
        } catch (NoNodeException e) {
            return Stream.empty();
        }
    }
}
