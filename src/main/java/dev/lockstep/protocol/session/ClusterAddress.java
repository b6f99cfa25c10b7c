package dev.lockstep.protocol.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.zookeeper.client.ConnectStringParser;

/**
 * The cluster that a connect string refers to. Connect strings that differ only in the order of the servers refer to
 * the same cluster.
 *
 * @param servers the servers as they were written, without the chroot, which does not matter to a session
 * @param normalized the sorted servers and the chroot
 */
record ClusterAddress(String servers, String normalized) {

    private static final int DIGEST_BYTES = 4;

    static ClusterAddress of(String connectString) {
        ConnectStringParser parsed = ZooKeeperClient.parse(connectString);
        String sorted = parsed.getServerAddresses().stream()
                .map(address -> address.getHostString() + ":" + address.getPort())
                .sorted()
                .collect(Collectors.joining(","));
        String chroot = parsed.getChrootPath() == null ? "" : parsed.getChrootPath();
        return new ClusterAddress(connectString.strip().replaceFirst("/.*", ""), sorted + chroot);
    }

    /** Returns a few characters that distinguish this cluster from others and are valid in a file name. */
    String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(normalized.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
