package dev.lockstep.camel;

/**
 * Whether this node is in office or about to take it: what it does, where the election says what it should do. Bean name:
 * {@code office}.
 *
 * <p>This class is threadsafe.
 */
public final class Office {

    private volatile boolean occupied;

    void occupy() {
        occupied = true;
    }

    void leave() {
        occupied = false;
    }

    boolean isOccupied() {
        return occupied;
    }
}
