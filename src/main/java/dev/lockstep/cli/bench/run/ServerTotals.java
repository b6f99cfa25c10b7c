package dev.lockstep.cli.bench.run;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.common.X509Exception.SSLContextException;

/**
 * What ZooKeeper servers have done since they were started, by their own counters.
 *
 * @param requests the requests of clients that they have received, pings included
 * @param zxid the id of the last transaction: each write has the next one, also one that fails
 * @param syncs how often the server that leads has written to its disk; 0 if it is not known
 * @param syncMillis how long that has taken
 */
public record ServerTotals(long requests, long zxid, long syncs, long syncMillis) {

    /** Before the first server is added. */
    static final ServerTotals NONE = new ServerTotals(0, 0, 0, 0);

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final Pattern RECEIVED = Pattern.compile("(?m)^Received: (\\d+)");
    private static final Pattern ZXID = Pattern.compile("(?m)^Zxid: 0x([0-9a-f]+)");
    private static final Pattern LEADER = Pattern.compile("(?m)^zk_server_state\\s+leader");
    private static final Pattern SYNCS = Pattern.compile("(?m)^zk_cnt_fsynctime\\s+(\\d+)");
    private static final Pattern SYNC_MILLIS = Pattern.compile("(?m)^zk_sum_fsynctime\\s+(\\d+)");

    /**
     * Asks one server.
     *
     * @throws IOException if it does not answer {@code srvr}; {@code mntr} may be forbidden
     */
    static ServerTotals of(String host, int port) throws IOException {
        return parse(ask(host, port, "srvr"), ask(host, port, "mntr"));
    }

    /**
     * Reads the answers of one server.
     *
     * @throws IOException if {@code srvr} is not allowed, or the server has no quorum
     */
    static ServerTotals parse(String srvr, String mntr) throws IOException {
        Matcher received = RECEIVED.matcher(srvr);
        Matcher zxid = ZXID.matcher(srvr);
        if (!received.find() || !zxid.find()) {
            throw new IOException("srvr is answered with: " + srvr.strip());
        }
        boolean leads = LEADER.matcher(mntr).find();
        return new ServerTotals(
                Long.parseLong(received.group(1)),
                Long.parseUnsignedLong(zxid.group(1), 16),
                leads ? number(SYNCS, mntr) : 0,
                leads ? number(SYNC_MILLIS, mntr) : 0);
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String ask(String host, int port, String command) throws IOException {
        try {
            return FourLetterWordMain.send4LetterWord(host, port, command, false, TIMEOUT_MILLIS);
        } catch (SSLContextException e) {
            throw new AssertionError("TLS is not in use", e);
        }
    }

    /** Returns the totals of both. */
    ServerTotals plus(ServerTotals other) {
        return new ServerTotals(
                requests + other.requests,
                Math.max(zxid, other.zxid),
                syncs + other.syncs,
                syncMillis + other.syncMillis);
    }
}
