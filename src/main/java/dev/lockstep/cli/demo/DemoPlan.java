package dev.lockstep.cli.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * The configuration of the demo.
 *
 * @param routes the routes folder
 * @param measure the route file of the sensors
 * @param plants the number of plants, each with its own nodes below its own chroot; a single plant has no chroot
 * @param nodes the number of nodes in each plant; their ids are 1, 2, 3 ... in each of them
 * @param periods the sampling period of each plant; if there are fewer than plants, the last one is used for the rest
 * @param port the port of the web backend
 * @param watch whether edits of the routes take effect when they are saved
 */
record DemoPlan(Path routes, Path measure, int plants, int nodes, List<String> periods, int port, boolean watch) {

    /** Returns the route files, and folders of route files. */
    List<Path> files() {
        return List.of(routes.resolve("node"), routes.resolve("web"), measure);
    }

    /** Returns the sampling period of plant {@code plant}, from 1. */
    String period(int plant) {
        return periods.get(Math.min(plant, periods.size()) - 1);
    }

    /** Returns the chroot of plant {@code plant}, from 1; empty for a single plant. */
    String chroot(int plant) {
        return plants == 1 ? "" : "/plant-" + plant;
    }
}
