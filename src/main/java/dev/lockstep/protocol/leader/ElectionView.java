package dev.lockstep.protocol.leader;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Znodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.data.Stat;

/**
 * The candidates of the election, as they are in ZooKeeper. camel-zookeeper-master, which runs the election, relies on its own
 * memory of them, and never compares the owner of its znode with its session.
 *
 * <p>For one thread. A candidate never changes, so each is read only once: {@link #read()} usually costs one request.
 */
public final class ElectionView {

    private static final int SEQUENCE_DIGITS = 10;
    private static final Comparator<Candidate> BY_SEQUENCE =
            Comparator.comparing(candidate -> candidate.name.substring(candidate.name.length() - SEQUENCE_DIGITS));

    private final CuratorFramework curator;
    private Map<String, Candidate> known = Map.of();

    /**
     * A candidate.
     *
     * @param name the name of its znode, which ends in its sequence number
     * @param node the id of the node
     * @param session the session that owns the znode
     */
    public record Candidate(String name, String node, long session) {}

    public ElectionView(CuratorFramework curator) {
        this.curator = curator;
    }

    /**
     * Returns the current candidates, in the order of their sequence numbers.
     *
     * @throws Exception if ZooKeeper cannot be read
     */
    public List<Candidate> read() throws Exception {
        Map<String, Candidate> now = new HashMap<>();
        for (String name : names()) {
            Candidate candidate = known.containsKey(name) ? known.get(name) : read(name);
            if (candidate != null) {
                now.put(name, candidate);
            }
        }
        known = now;
        List<Candidate> sorted = new ArrayList<>(now.values());
        sorted.sort(BY_SEQUENCE);
        return sorted;
    }

    /** Returns the leader by the rule of camel-zookeeper-master: of the newest candidates of each node, the oldest one leads. */
    public static Optional<Candidate> leader(List<Candidate> candidates) {
        Map<String, Candidate> newest = new HashMap<>();
        candidates.stream().sorted(BY_SEQUENCE).forEach(candidate -> newest.put(candidate.node, candidate));
        return newest.values().stream().min(BY_SEQUENCE);
    }

    /**
     * Removes all candidates of {@code session}: after a lost reply there may be more of them than the election component knows.
     *
     * @throws Exception if ZooKeeper cannot be read or written
     */
    public void withdraw(long session) throws Exception {
        for (Candidate candidate : read()) {
            if (candidate.session == session) {
                try {
                    curator.delete().forPath(path(candidate.name));
                } catch (NoNodeException e) {
                    // It has been removed in the meantime.
                }
            }
        }
    }

    private List<String> names() throws Exception {
        try {
            return curator.getChildren().forPath(Znodes.ELECTION).stream()
                    .filter(name -> name.length() >= SEQUENCE_DIGITS)
                    .toList();
        } catch (NoNodeException e) {
            return List.of();
        }
    }

    private Candidate read(String name) throws Exception {
        try {
            Stat stat = new Stat();
            byte[] data = curator.getData().storingStatIn(stat).forPath(path(name));
            return new Candidate(name, Json.read(data, State.class).node(), stat.getEphemeralOwner());
        } catch (NoNodeException e) {
            return null;
        }
    }

    private static String path(String name) {
        return Znodes.ELECTION + "/" + name;
    }

    /** The data that camel-zookeeper-master writes for a candidate; the container is the node's id. */
    private record State(@JsonProperty("container") String node) {}
}
