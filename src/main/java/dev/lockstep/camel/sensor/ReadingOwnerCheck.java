package dev.lockstep.camel.sensor;

import dev.lockstep.camel.Node;
import dev.lockstep.protocol.Znodes;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.zookeeper.ZooKeeperMessage;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks, after camel-zookeeper has written the reading, that the znode belongs to the session of this route. The
 * component writes to any znode that exists: also to that of a dead predecessor, which would soon vanish with the
 * predecessor's session, or to a persistent znode that was created by hand (session 0x0), which would never vanish. Such
 * a znode is removed (this node holds the id) and the write fails with {@link ForeignReadingException}, so that it is
 * retried. Bean name: {@code readingOwnerCheck}.
 *
 * <p>The component exposes neither its session nor the owner of a znode that it created: a created znode has an empty
 * {@link Stat}, so the owner is known only after the next write. For one route and its thread; forgets the owner when the
 * route is stopped.
 */
public final class ReadingOwnerCheck extends ServiceSupport implements Processor {

    /** Thrown when the reading was written to a znode of another session, which has been removed. */
    public static final class ForeignReadingException extends Exception {
        ForeignReadingException(String path, long owner) {
            super(path + " belonged to the session 0x" + Long.toHexString(owner) + ", not to this node's");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReadingOwnerCheck.class);

    private final Node node;
    private boolean created;
    private long owner;

    public ReadingOwnerCheck(Node node) {
        this.node = node;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Stat stat = exchange.getMessage().getHeader(ZooKeeperMessage.ZOOKEEPER_STATISTICS, Stat.class);
        if (stat == null || stat.getCzxid() == 0) {
            created = true;
            owner = 0;
        } else if (created && stat.getEphemeralOwner() != 0 && (owner == 0 || owner == stat.getEphemeralOwner())) {
            owner = stat.getEphemeralOwner();
        } else {
            String path = Znodes.reading(node.id());
            LOG.info("Removing {} of the foreign session 0x{}", path, Long.toHexString(stat.getEphemeralOwner()));
            created = false;
            try {
                node.curator().delete().forPath(path);
            } catch (NoNodeException e) {
                LOG.debug("{} vanished by itself", path, e);
            }
            throw new ForeignReadingException(path, stat.getEphemeralOwner());
        }
    }

    @Override
    protected void doStop() {
        created = false;
    }
}
