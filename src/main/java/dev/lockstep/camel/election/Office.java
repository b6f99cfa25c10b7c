package dev.lockstep.camel.election;

/**
 * Whether this node is in office or about to take it: what it does, where the election says what it should do. Bean name:
 * {@code office}.
 *
 * <p>This class is threadsafe.
 */
public final class Office {

    private volatile boolean occupied;

    public void occupy() {
        occupied = true;
    }

    public void leave() {
        occupied = false;
    }

    public boolean isOccupied() {
        return occupied;
    }
}
