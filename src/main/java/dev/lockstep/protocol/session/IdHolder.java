package dev.lockstep.protocol.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The process that holds a node id; the data of {@code /nodes/{id}}, an ephemeral of the node's Curator session.
 *
 * @param id the node's id
 * @param host the host name of the machine
 * @param pid the process id there
 * @param since when the id was claimed, by the node's own clock
 */
public record IdHolder(String id, String host, long pid, Instant since) {

    public IdHolder {
        // As precise as its JSON: a node must recognise its own claim when it reads it back.
        since = since.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the host name of this machine, which is also the default id of a node. */
    public static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
