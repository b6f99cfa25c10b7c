package dev.lockstep.protocol.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.zookeeper.client.ConnectStringParser;

/**
 * Which cluster a connect string means, however it is written: the order of the servers makes no other one.
 *
 * @param servers as they were written, without the chroot, which is nothing to a session
 * @param normalized the servers in order and the chroot
 */
record ClusterAddress(String servers, String normalized) {

    private static final int DIGEST_BYTES = 4;

    static ClusterAddress of(String connectString) {
        ConnectStringParser parsed = ZooKeeperClient.parse(connectString);
        String inOrder = parsed.getServerAddresses().stream()
                .map(address -> address.getHostString() + ":" + address.getPort())
                .sorted()
                .collect(Collectors.joining(","));
        String chroot = parsed.getChrootPath() == null ? "" : parsed.getChrootPath();
        return new ClusterAddress(connectString.strip().replaceFirst("/.*", ""), inOrder + chroot);
    }

    /** A few characters that tell it from others, fit for a file name. */
    String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(normalized.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
