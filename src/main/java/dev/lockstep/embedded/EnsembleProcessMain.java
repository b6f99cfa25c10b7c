package dev.lockstep.embedded;

import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * The main class of an {@link EnsembleProcess}: a ZooKeeper server that ends with the process that started it, even if that one
 * is killed. Its standard input is a pipe from there, which the operating system then closes.
 */
final class EnsembleProcessMain {

    private EnsembleProcessMain() {}

    /** Runs the server; the argument is its configuration file. */
    public static void main(String[] args) {
        Thread watch = new Thread(EnsembleProcessMain::endWithParent, "parent");
        watch.setDaemon(true);
        watch.start();
        QuorumPeerMain.main(args);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written.
            }
        } catch (IOException e) {
            // The pipe is broken, which means the same.
        }
        Runtime.getRuntime().halt(0);
    }
}
