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

    /** The client of the predecessor, whose session stays when its process is gone. */
    private CuratorFramework first;

    private CuratorFramework second;

    @BeforeEach
    void layOut() throws Exception {
        first = ZOOKEEPER.clientInTree();
        second = ZOOKEEPER.client();
        second.blockUntilConnected();
        first.create().withMode(CreateMode.EPHEMERAL).forPath(Znodes.node("1"), new byte[0]);
    }

    @Test
    void theSessionOfACrashedPredecessorIsEndedAtOnce() throws Exception {
        keepAndCrash();
        open("1", ZOOKEEPER.hosts()).endPredecessor(TIMEOUT);

        // Far within the session timeout of 10 s, which the server does not wait for.
        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNull();
    }

    @Test
    void itIsEndedWhileTheNodeIsStillBeingStarted() throws Exception {
        keepAndCrash();
        SavedSession keeper = open("1", ZOOKEEPER.hosts());
        keeper.beginEnding(TIMEOUT);
        await().until(() -> second.checkExists().forPath(Znodes.node("1")) == null);

        keeper.endPredecessor(TIMEOUT);
    }

    @Test
    void whatCouldNotBeEndedWhileNoServerWasThereIsEndedLater() throws Exception {
        keepAndCrash();
        SavedSession keeper = open("1", ZOOKEEPER.hosts());
        ZOOKEEPER.stop();
        keeper.beginEnding(Duration.ofMillis(1));
        ZOOKEEPER.restart();
        second.blockUntilConnected();
        keeper.endPredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNull();
    }

    @Test
    void theSessionOfALivingTwinIsLeftAlone() throws Exception {
        SavedSession living = open("1", ZOOKEEPER.hosts());
        living.keep(first);
        SavedSession twin = open("1", ZOOKEEPER.hosts());
        twin.endPredecessor(TIMEOUT);
        twin.keep(second);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
        living.close();
        assertThat(content()).as("the twin has kept nothing").contains(session(first));
    }

    @Test
    void itsOwnSessionIsLeftAlone() throws Exception {
        SavedSession keeper = open("1", ZOOKEEPER.hosts());
        keeper.keep(first);
        keeper.endPredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void aSessionThatIsOverAlreadyDoesNoHarm() throws Exception {
        keepAndCrash();
        first.close();
        SavedSession keeper = open("1", ZOOKEEPER.hosts());
        keeper.endPredecessor(TIMEOUT);
        keeper.keep(second);

        assertThat(content()).contains(session(second));
    }

    @Test
    void anotherNodeOrAnotherClusterIsNoPredecessor() throws Exception {
        keepAndCrash();
        open("2", ZOOKEEPER.hosts()).endPredecessor(TIMEOUT);
        open("1", ZOOKEEPER.hosts() + "/elsewhere").endPredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void aFolderThatWasCopiedFromAnotherHostIsNoPredecessors() throws Exception {
        keepAndCrash();
        Files.writeString(file(), content().replace("\"" + IdHolder.hostName() + "\"", "\"elsewhere\""));
        open("1", ZOOKEEPER.hosts()).endPredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void theOrderOfTheServersMakesNoOtherCluster() throws IOException {
        open("1", "a:1,b:2/plant").close();
        open("1", "b:2,a:1/plant").close();

        assertThat(files("lock")).hasSize(1);
    }

    @Test
    void nobodyElseMayReadThePassword() throws Exception {
        keepAndCrash();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        assertThat(content()).contains("\"password\":\"");
    }

    @Test
    void aDamagedFileIsNoPredecessor() throws Exception {
        keepAndCrash();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(20);
        }
        open("1", ZOOKEEPER.hosts()).endPredecessor(TIMEOUT);

        assertThat(second.checkExists().forPath(Znodes.node("1"))).isNotNull();
    }

    @Test
    void withoutAFolderThatCanBeUsedNothingIsKept() throws Exception {
        Path occupied = Files.writeString(state.resolve("file"), "");
        for (String parent : List.of("", occupied.toString())) {
            SavedSession keeper = SavedSession.open(parent, "1", ZOOKEEPER.hosts());
            keeper.keep(first);
            keeper.endPredecessor(TIMEOUT);
            keeper.close();
        }

        assertThat(files("session.json")).isEmpty();
    }

    @Test
    void anInterruptDoesNotFreeTheFolder() throws Exception {
        SavedSession living = open("1", ZOOKEEPER.hosts());
        Waiter<Void> interrupted = Waiter.start(() -> {
            Thread.currentThread().interrupt();
            living.keep(first);
            return null;
        });
        await().until(interrupted::isDone);
        open("1", ZOOKEEPER.hosts()).keep(second);

        living.keep(first);
        assertThat(content()).contains(session(first));
    }

    private void keepAndCrash() {
        SavedSession predecessor = open("1", ZOOKEEPER.hosts());
        predecessor.keep(first);
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
