package dev.lockstep.faults.injection;

import dev.lockstep.faults.cluster.Launch;
import dev.lockstep.faults.cluster.WebProcesses;
import dev.lockstep.faults.cluster.ZooKeeperProcesses;
import dev.lockstep.faults.history.Pressure;
import dev.lockstep.faults.history.Scale;
import dev.lockstep.faults.injection.Fault.Need;
import dev.lockstep.faults.machine.CpuPressure;
import dev.lockstep.faults.machine.Network;
import dev.lockstep.faults.machine.SmallDisk;
import dev.lockstep.faults.machine.WrongClocks;
import dev.lockstep.testing.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What all rounds of a run share: an ensemble, and what the machine offers for breaking things. */
public final class TestBed implements AutoCloseable {

    private static final int SERVERS = 3;

    private final Scale scale;
    private final Path folder;
    private final SmallDisk disk;
    private final Network network;
    private final WrongClocks clocks;
    private final CpuPressure pressure = new CpuPressure();
    private final ZooKeeperProcesses zooKeeper;

    private TestBed(Path folder, Scale scale) throws IOException {
        this.scale = scale;
        this.folder = folder;
        Path smallDisk = ZooKeeperProcesses.folder(folder, SERVERS);
        SmallDisk.unmountLeftOver(smallDisk);
        Folders.empty(folder);
        network = Network.isAvailable() ? Network.open() : null;
        disk = SmallDisk.isAvailable() ? SmallDisk.mount(smallDisk) : null;
        clocks = WrongClocks.in(folder.resolve("clocks"));
        zooKeeper = ZooKeeperProcesses.start(folder, SERVERS, this::clock);
    }

    /** Starts the ensemble; everything goes to {@code folder}, which is emptied first. */
    public static TestBed open(Path folder, Scale scale) throws IOException {
        return new TestBed(folder, scale);
    }

    /** Whether the machine has what a fault needs. */
    public boolean has(Need need) {
        return switch (need) {
            case NOTHING -> true;
            case PACKET_FILTER -> network != null;
            case SMALL_DISK -> disk != null;
            case CLOCK -> clocks != null;
            case REDIS -> WebProcesses.isAvailable();
        };
    }

    /** How a node is started here. */
    public Launch launch(Launch launch) {
        Launch timed = launch.with(this::clock);
        return network == null ? timed : timed.under(network::wrapper);
    }

    private Map<String, String> clock(String process) {
        return clocks == null ? Map.of() : clocks.environment(process);
    }

    public Path folder() {
        return folder;
    }

    public Scale scale() {
        return scale;
    }

    Network network() {
        return network;
    }

    WrongClocks clocks() {
        return clocks;
    }

    public Pressure pressure() {
        return pressure;
    }

    /** The disk of server {@link #diskOfServer}. */
    SmallDisk disk() {
        return disk;
    }

    int diskOfServer() {
        return SERVERS;
    }

    public ZooKeeperProcesses zooKeeper() {
        return zooKeeper;
    }

    @Override
    public void close() {
        pressure.close();
        zooKeeper.close();
        if (network != null) {
            network.close();
        }
        if (disk != null) {
            disk.close();
        }
    }
}
