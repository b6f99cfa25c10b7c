package dev.lockstep.protocol;

import java.util.UUID;

/**
 * Creates the id of a cluster's znode tree. The id ends in a random part, so that a new tree is never taken for an old one, and
 * starts with the name of the plant, which is the chroot, so that an operator can distinguish the plants on one ensemble.
 */
public final class ClusterId {

    private static final int RANDOM_LENGTH = new UUID(0, 0).toString().length();
    private static final int LONGEST_PLANT = 64;

    private ClusterId() {}

    /** Returns a new id; {@code chroot} may be null or empty for none. */
    public static String create(String chroot) {
        String random = UUID.randomUUID().toString();
        if (chroot == null || chroot.isEmpty()) {
            return random;
        }
        String plant = chroot.replaceAll("[^A-Za-z0-9._-]", "-");
        return plant.substring(Math.max(0, plant.length() - LONGEST_PLANT)) + "-" + random;
    }

    /** Returns the name of the plant in an id; empty if the cluster has no chroot. */
    public static String plant(String clusterId) {
        return clusterId.substring(0, Math.max(0, clusterId.length() - RANDOM_LENGTH - 1));
    }
}
