package dev.lockstep.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.protocol.Znodes;
import dev.lockstep.testing.Waiter;
import dev.lockstep.testing.ZooKeeperServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SavedSessionTest {

    @RegisterExtension
    static final ZooKeeperServer ZOOKEEPER = new ZooKeeperServer();

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path state;

    @TempDir
    Path copies;

    /** The client of the predecessor, whose session outlives its process. */
    private CuratorFramework first;

    private CuratorFramework second;

    @BeforeEach
    void createTree() throws Exception {
        first = ZOOKEEPER.clientInTree();
        second = ZOOKEEPER.client();
        second.blockUntilConnected();
        first.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node("1"), new byte[0]);
    }

    @Test
    void theSessionOfACrashedPredecessorIsClosedAtOnce() throws Exception {
        saveAndCrash();
        open("1", ZOOKEEPER.hosts()).closePredecessor(TIMEOUT);

        // Long before the session timeout of 10 s is over.
        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNull();
    }

    @Test
    void itIsClosedWhileTheNodeIsStillStarting() throws Exception {
        saveAndCrash();
        SavedSession saved = open("1", ZOOKEEPER.hosts());
        saved.startClosingPredecessor(TIMEOUT);
        await().until(() -> second.checkExists().forPath(Znodes.node("1")) == null);

        saved.closePredecessor(TIMEOUT);
    }

    @Test
    void aSessionThatCouldNotBeClosedWithoutAServerIsClosedLater() throws Exception {
        saveAndCrash();
        SavedSession saved = open("1", ZOOKEEPER.hosts());
        ZOOKEEPER.stop();
        saved.startClosingPredecessor(Duration.ofMillis(1));
        ZOOKEEPER.restart();
        second.blockUntilConnected();
        saved.closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNull();
    }

    @Test
    void theSessionOfALiveNodeWithTheSameIdStaysOpen() throws Exception {
        SavedSession holder = open("1", ZOOKEEPER.hosts());
        holder.save(first);
        SavedSession duplicate = open("1", ZOOKEEPER.hosts());
        duplicate.closePredecessor(TIMEOUT);
        duplicate.save(second);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
        holder.close();
        assertThat(content()).as("the duplicate has saved nothing").contains(session(first));
    }

    @Test
    void itsOwnSessionStaysOpen() throws Exception {
        SavedSession saved = open("1", ZOOKEEPER.hosts());
        saved.save(first);
        saved.closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void anExpiredSessionDoesNoHarm() throws Exception {
        saveAndCrash();
        first.close();
        SavedSession saved = open("1", ZOOKEEPER.hosts());
        saved.closePredecessor(TIMEOUT);
        saved.save(second);

        assertThat(content()).contains(session(second));
    }

    @Test
    void anotherNodeOrAnotherClusterIsNoPredecessor() throws Exception {
        saveAndCrash();
        open("2", ZOOKEEPER.hosts()).closePredecessor(TIMEOUT);
        open("1", ZOOKEEPER.hosts() + "/elsewhere").closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void aFolderThatWasCopiedFromAnotherHostIsOfNoPredecessor() throws Exception {
        saveAndCrash();
        Files.writeString(file(), content().replace("\"" + IdHolder.hostName() + "\"", "\"elsewhere\""));
        open("1", ZOOKEEPER.hosts()).closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    /** As a backup that is restored beside the original, or a volume that is copied. */
    @Test
    void aFolderThatWasCopiedOnThisHostIsOfNoPredecessor() throws Exception {
        saveAndCrash();
        Path copy = Files.createDirectories(copies.resolve(file().getParent().getFileName()));
        for (String name : List.of("lock", "session.json")) {
            Files.copy(file().resolveSibling(name), copy.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        SavedSession.open(copies.toString(), "1", ZOOKEEPER.hosts()).closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    /** As on a clone of the machine, which has the same host name and the same files. */
    @Test
    void aFolderOfAnotherBootIsOfNoPredecessor() throws Exception {
        saveAndCrash();
        assertThat(content()).contains("\"boot\":\"" + Boot.id() + "\"");
        Files.writeString(file(), content().replace(Boot.id(), "00000000-0000-0000-0000-000000000000"));
        open("1", ZOOKEEPER.hosts()).closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void aFileOfTheFirstEditionIsOfNoPredecessor() throws Exception {
        saveAndCrash();
        Files.writeString(file(), content().replaceAll("\"(boot|folder)\":\"[^\"]*\",", ""));
        open("1", ZOOKEEPER.hosts()).closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void theOrderOfTheServersDoesNotMatter() throws IOException {
        open("1", "a:1,b:2/plant").close();
        open("1", "b:2,a:1/plant").close();

        assertThat(files("lock")).hasSize(1);
    }

    @Test
    void onlyTheUserMayReadThePassword() throws Exception {
        saveAndCrash();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        assertThat(content()).contains("\"password\":\"");
    }

    @Test
    void aDamagedFileIsNoPredecessor() throws Exception {
        saveAndCrash();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(20);
        }
        open("1", ZOOKEEPER.hosts()).closePredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void withoutAUsableFolderNothingIsSaved() throws Exception {
        Path occupied = Files.writeString(state.resolve("file"), "");
        for (String parent : List.of("", occupied.toString())) {
            SavedSession saved = SavedSession.open(parent, "1", ZOOKEEPER.hosts());
            saved.save(first);
            saved.closePredecessor(TIMEOUT);
            saved.close();
        }

        assertThat(files("session.json")).isEmpty();
    }

    @Test
    void anInterruptDoesNotUnlockTheFolder() throws Exception {
        SavedSession holder = open("1", ZOOKEEPER.hosts());
        Waiter<Void> interrupted = Waiter.start(() -> {
            Thread.currentThread().interrupt();
            holder.save(first);
            return null;
        });
        await().until(interrupted::isDone);
        open("1", ZOOKEEPER.hosts()).save(second);

        holder.save(first);
        assertThat(content()).contains(session(first));
    }

    private void saveAndCrash() {
        SavedSession predecessor = open("1", ZOOKEEPER.hosts());
        predecessor.save(first);
        // As the end of its process would.
        predecessor.close();
    }

    private SavedSession open(String id, String hosts) {
        return SavedSession.open(state.toString(), id, hosts);
    }

    private static String session(CuratorFramework client) throws Exception {
        return "\"session\":" + client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    private String content() throws IOException {
        return Files.readString(file());
    }

    private Path file() throws IOException {
        return files("session.json").get(0);
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.endsWith(name)).toList();
        }
    }
}
