package dev.lockstep.protocol;

import java.util.UUID;

/**
 * The id of a cluster's znode tree: random, so that a new tree never looks like a repetition of an old one, behind the name of
 * the plant, so that people tell the plants on one ensemble apart. The plant's name is the chroot.
 */
public final class ClusterId {

    private static final int RANDOM_LENGTH = new UUID(0, 0).toString().length();
    private static final int LONGEST_PLANT = 64;

    private ClusterId() {}

    /** A new id; {@code chroot} may be null or empty for none. */
    public static String create(String chroot) {
        String random = UUID.randomUUID().toString();
        if (chroot == null || chroot.isEmpty()) {
            return random;
        }
        String plant = chroot.replaceAll("[^A-Za-z0-9._-]", "-");
        return plant.substring(Math.max(0, plant.length() - LONGEST_PLANT)) + "-" + random;
    }

    /** The plant's name in an id; empty without a chroot. */
    public static String plant(String incarnation) {
        return incarnation.substring(0, Math.max(0, incarnation.length() - RANDOM_LENGTH - 1));
    }
}
