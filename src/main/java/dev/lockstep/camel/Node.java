package dev.lockstep.camel;

import dev.lockstep.protocol.Journal;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.IdHolder;
import dev.lockstep.protocol.session.SavedSession;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;

/**
 * The state that all parts of a node share.
 *
 * @param id the node's id
 * @param curator the node's one client, started
 * @param sessionTimeout the session timeout that the node requests
 * @param journal records the node's protocol events
 * @param sessions the saved session of the node
 */
public record Node(
        String id, CuratorFramework curator, Duration sessionTimeout, Journal journal, SavedSession sessions) {

    /** Closes the journal and releases the state folder; the client is a bean of its own and is closed as such. */
    public void close() {
        journal.close();
        sessions.close();
    }

    /** Builds a node from the properties in a route file, which Camel sets. */
    public static final class Builder {
        private String id = "";
        private CuratorFramework curator;
        private Duration sessionTimeout;
        private String journalFile = "";
        private String hosts;
        private String stateFolder = "";

        /** Sets the node's id; empty for the host name. */
        public void setId(String id) {
            this.id = id;
        }

        public void setCurator(CuratorFramework curator) {
            this.curator = curator;
        }

        public void setSessionTimeout(Duration sessionTimeout) {
            this.sessionTimeout = sessionTimeout;
        }

        /** Sets the path of the journal; empty for none. */
        public void setJournalFile(String journalFile) {
            this.journalFile = journalFile;
        }

        /** Sets the connect string of the client. */
        public void setHosts(String hosts) {
            this.hosts = hosts;
        }

        /** Sets the folder for the saved session; empty for none. */
        public void setStateFolder(String stateFolder) {
            this.stateFolder = stateFolder;
        }

        /**
         * Returns a node, and starts to close the session that a crashed predecessor left.
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
