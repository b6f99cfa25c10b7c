package dev.lockstep.faults.classic;

import dev.lockstep.protocol.Journal;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.zookeepermaster.MasterComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.curator.framework.CuratorFramework;

/**
 * A leader as the classic design has it: a timer that camel-zookeeper-master guards, and nothing else does. It closes a cycle with
 * each tick. It takes an epoch when its first tick shows that it leads, and no write of it is checked against that.
 */
final class ClassicLeader implements AutoCloseable {

    static final String EPOCH = "/classic/epoch";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CuratorFramework curator;
    private final Journal journal;
    private int epoch;

    private ClassicLeader(CuratorFramework curator, Journal journal) {
        this.curator = curator;
        this.journal = journal;
    }

    /** Starts a candidate. */
    static ClassicLeader start(CuratorFramework curator, Journal journal) throws Exception {
        ClassicLeader leader = new ClassicLeader(curator, journal);
        MasterComponent master = new MasterComponent();
        master.setCurator(curator);
        leader.context.addComponent("zookeeper-master", master);
        leader.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("zookeeper-master:classic:timer:tick?period=100")
                        .onException(Exception.class)
                        .handled(true)
                        .end()
                        .process(exchange -> leader.tick());
            }
        });
        leader.context.start();
        return leader;
    }

    private void tick() throws Exception {
        if (epoch == 0) {
            epoch = curator.setData().forPath(EPOCH).getVersion();
            journal.record(Journal.Event.LEADING, 0, Map.of("epoch", epoch));
        }
        long cycle = ClassicNode.number(curator, ClassicNode.CYCLE);
        journal.record(Journal.Event.FROZEN, cycle, Map.of("epoch", epoch, "ids", List.of()));
        curator.setData().forPath(ClassicNode.CYCLE, ClassicNode.text(cycle + 1));
        journal.record(Journal.Event.RELEASED, cycle, Map.of("epoch", epoch));
    }

    @Override
    public void close() {
        context.stop();
    }
}
