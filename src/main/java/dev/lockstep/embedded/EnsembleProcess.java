package dev.lockstep.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.common.X509Exception.SSLContextException;

/** One server of {@link EnsembleProcesses}: a child process with the class path of this one. This class is used by one thread. */
final class EnsembleProcess implements AutoCloseable {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int SRVR_TIMEOUT_MILLIS = 1_000;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    private final int id;
    private final int clientPort;
    private final File log;
    private final Process process;

    /**
     * Starts server {@code id}.
     *
     * @param folder the folder for the server's configuration file, its log and its data; created if it does not exist
     * @throws IOException if the folder cannot be written or the process cannot be started
     */
    EnsembleProcess(int id, int clientPort, Path folder, Properties settings) throws IOException {
        this.id = id;
        this.clientPort = clientPort;
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("myid"), Integer.toString(id));
        log = folder.resolve("server.log").toFile();
        process = new ProcessBuilder(
                        JAVA.toString(),
                        "-Xmx512m",
                        // Or a process that is killed leaves a file for it in the folder for temporary files.
                        "-XX:+PerfDisableSharedMem",
                        "-Dlogback.configurationFile=logback-server.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EnsembleProcessMain.class.getName(),
                        write(settings, data, folder.resolve("zoo.cfg")).toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    private static Path write(Properties settings, Path data, Path file) throws IOException {
        Properties serverSettings = new Properties();
        serverSettings.putAll(settings);
        serverSettings.setProperty("dataDir", data.toString());
        try (Writer writer = Files.newBufferedWriter(file)) {
            serverSettings.store(writer, null);
        }
        return file;
    }

    int clientPort() {
        return clientPort;
    }

    /**
     * Returns true if this server answers clients, as the leader or as a follower.
     *
     * @throws IllegalStateException if the process has ended; the message has the last line that it logged
     */
    boolean isServing() {
        if (!process.isAlive()) {
            throw new IllegalStateException("ZooKeeper server " + id + " on port " + clientPort
                    + " has ended with exit code " + process.exitValue() + ": " + lastLine());
        }
        try {
            return FourLetterWordMain.send4LetterWord("127.0.0.1", clientPort, "srvr", false, SRVR_TIMEOUT_MILLIS)
                    .contains("Mode: ");
        } catch (IOException notListening) {
            return false;
        } catch (SSLContextException e) {
            throw new AssertionError("TLS is not in use", e);
        }
    }

    private String lastLine() {
        try {
            List<String> lines = Files.readAllLines(log.toPath());
            return lines.isEmpty() ? "it logged nothing" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the log of ZooKeeper server " + id + " cannot be read", e);
        }
    }

    /** Returns the CPU time that the process has used; zero if the operating system does not tell. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Kills the process, whose data are temporary, and returns when it has ended. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
