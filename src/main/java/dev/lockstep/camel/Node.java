package dev.lockstep.camel;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.IdHolder;
import dev.lockstep.protocol.session.SavedSession;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;

/**
 * What every part of a node needs to know of it.
 *
 * @param id the node's id
 * @param curator the node's one client, started
 * @param sessionTimeout the session timeout that the node asks for
 * @param journal where the node's protocol events go
 * @param sessions what is known of the sessions of this node's earlier lives
 */
public record Node(
        String id, CuratorFramework curator, Duration sessionTimeout, Journal journal, SavedSession sessions) {

    /** Closes the journal and frees the state folder; the client has an owner of its own. */
    public void close() {
        journal.close();
        sessions.close();
    }

    /** Builds a node from what a route file says; Camel sets the properties as texts and beans. */
    public static final class Builder {
        private String id = "";
        private CuratorFramework curator;
        private Duration sessionTimeout;
        private String journalFile = "";
        private String hosts;
        private String stateFolder = "";

        /** Empty for the host name. */
        public void setId(String id) {
            this.id = id;
        }

        public void setCurator(CuratorFramework curator) {
            this.curator = curator;
        }

        public void setSessionTimeout(Duration sessionTimeout) {
            this.sessionTimeout = sessionTimeout;
        }

        /** Empty for none. */
        public void setJournalFile(String journalFile) {
            this.journalFile = journalFile;
        }

        /** The connect string of the client. */
        public void setHosts(String hosts) {
            this.hosts = hosts;
        }

        /** Empty for none. */
        public void setStateFolder(String stateFolder) {
            this.stateFolder = stateFolder;
        }

        /**
         * The node.
         *
         * @throws IllegalArgumentException if the id is malformed
         */
        public Node build() {
            String name = Znodes.requireId(id.isBlank() ? IdHolder.hostName() : id);
            SavedSession sessions = SavedSession.open(stateFolder, name, hosts);
            sessions.startClosingPredecessor(sessionTimeout);
            return new Node(name, curator, sessionTimeout, Journal.open(name, journalFile), sessions);
        }
    }
}
