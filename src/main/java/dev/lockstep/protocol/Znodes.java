package dev.lockstep.protocol;

import dev.lockstep.protocol.delivery.DeliveryProblem;
import dev.lockstep.protocol.session.IdHolder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** All paths below the chroot, and the encoding of text and numbers there. No other class of Lockstep contains a path. */
public final class Znodes {

    /** Data: the cluster id of the tree; created once, together with {@link #EPOCH} and {@link #BARRIER}. */
    public static final String CLUSTER = "/cluster";
    /** Children: the candidates of the election, in order, in the layout of camel-zookeeper-master. */
    public static final String ELECTION = "/election";
    /** The znode whose version is the epoch; every write of a leader checks it. Data: the leader's id. */
    public static final String EPOCH = "/epoch";
    /**
     * Data: the number of the open cycle. Child: the mark of that cycle, which its release removes. Data of the mark: the
     * sampling period in milliseconds when the cycle was opened; empty if no leader opened it.
     */
    public static final String BARRIER = "/barrier";
    /** Data: the number of measurements of the whole cluster. Children: the number of each node. */
    public static final String COUNTER = "/counter";
    /** Children: one ephemeral per live node, which holds the id. Data of a child: an {@link IdHolder}. */
    public static final String NODES = "/nodes";
    /** Children: one ephemeral {@link Reading} per node. */
    public static final String READINGS = "/mediciones";
    /** Children: frozen reports that are not yet delivered, named after their cycle. */
    public static final String REPORTS = "/reports";
    /** Data: a {@link DeliveryProblem} while the API does not accept reports, otherwise empty. */
    public static final String DELIVERY = "/delivery";
    /** Children: reports that the API will never accept, named after their cycle. */
    public static final String REFUSED = "/refused";
    /** Children: the live configuration, named after its keys. */
    public static final String CONFIG = "/config";

    private static final Pattern CYCLE = Pattern.compile("\\d{1,18}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private Znodes() {}

    /** Returns the znode that the nodes watch: it is removed when {@code cycle} is released. */
    public static String mark(long cycle) {
        return BARRIER + "/" + cycle;
    }

    public static String count(String id) {
        return COUNTER + "/" + id;
    }

    public static String node(String id) {
        return NODES + "/" + id;
    }

    public static String reading(String id) {
        return READINGS + "/" + id;
    }

    public static String report(long cycle) {
        return REPORTS + "/" + cycle;
    }

    public static String refused(long cycle) {
        return REFUSED + "/" + cycle;
    }

    public static String config(String key) {
        return CONFIG + "/" + key;
    }

    /** Returns the cycles that the children of a folder are named after, in order; other children are ignored. */
    public static List<Long> cycles(Collection<String> names) {
        return names.stream()
                .filter(name -> CYCLE.matcher(name).matches())
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    /**
     * Returns {@code id} if it is a valid node id.
     *
     * @throws IllegalArgumentException if it does not consist of 1 to 128 letters, digits, '.', '_' and '-', or is "." or ".."
     */
    public static String requireId(String id) {
        if (id == null || !ID.matcher(id).matches() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException(
                    "'" + id + "' is not a node id; allowed are 1 to 128 letters, digits, '.', '_' and '-'");
        }
        return id;
    }

    public static byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] encode(long number) {
        return encode(Long.toString(number));
    }

    public static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    /**
     * Parses a plain decimal number.
     *
     * @throws IllegalArgumentException if the data is not a number
     */
    public static long number(byte[] data) {
        try {
            return Long.parseLong(text(data).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text(data) + "' is not a whole number", e);
        }
    }
}
