package dev.lockstep.faults.cluster;

import dev.lockstep.faults.history.Scale;
import dev.lockstep.testing.ChildProcess;
import dev.lockstep.testing.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.common.X509Exception.SSLContextException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** One server of {@link ZooKeeperProcesses}. Its data and its port stay the same over all its lives. */
public final class ZooKeeperProcess {

    private static final int SRVR_TIMEOUT_MILLIS = 500;
    private static final Pattern MODE = Pattern.compile("Mode: (\\w+)");

    private final int id;
    private final int port;
    private final Path folder;
    private final String members;
    private final Map<String, String> environment;
    private ChildProcess process;
    private boolean frozen;

    ZooKeeperProcess(int id, int port, Path folder, String members, Map<String, String> environment) {
        this.id = id;
        this.port = port;
        this.folder = folder;
        this.members = members;
        this.environment = environment;
    }

    int id() {
        return id;
    }

    int port() {
        return port;
    }

    Path data() {
        return folder.resolve("data");
    }

    void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException("ZooKeeper server " + id + " is running");
        }
        Path data = Files.createDirectories(data());
        Files.writeString(data.resolve("myid"), Integer.toString(id));
        Path config = Files.writeString(folder.resolve("zoo.cfg"), settings(data));
        List<String> command = Jvm.light();
        command.addAll(List.of(
                "-Dlogback.configurationFile=dev/lockstep/faults/cluster/logback-zookeeper.xml",
                "-cp",
                System.getProperty("java.class.path"),
                QuorumPeerMain.class.getName(),
                config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        process = ChildProcess.start(builder, folder.resolve("server.log"));
        frozen = false;
    }

    /** What a power cut would lose may be lost: a process that is killed leaves its writes to the operating system. */
    private String settings(Path data) {
        return """
                tickTime=%d
                initLimit=100
                syncLimit=20
                maxSessionTimeout=60000
                standaloneEnabled=false
                admin.enableServer=false
                forceSync=no
                dataDir=%s
                %s"""
                .formatted(Scale.TICK.toMillis(), data, members);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    boolean serves() {
        return mode().isPresent();
    }

    /** {@code leader} or {@code follower}; empty if it does not serve. */
    Optional<String> mode() {
        if (frozen || !isAlive()) {
            return Optional.empty();
        }
        try {
            Matcher mode = MODE.matcher(
                    FourLetterWordMain.send4LetterWord("127.0.0.1", port, "srvr", false, SRVR_TIMEOUT_MILLIS));
            return mode.find() ? Optional.of(mode.group(1)) : Optional.empty();
        } catch (IOException notServing) {
            return Optional.empty();
        } catch (SSLContextException e) {
            throw new AssertionError("no TLS was asked for", e);
        }
    }

    void kill() {
        if (process != null) {
            process.close();
        }
    }

    void freeze() {
        process.freeze();
        frozen = true;
    }

    void thaw() {
        process.thaw();
        frozen = false;
    }
}
