package dev.lockstep.camel.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.camel.RoutesTest;
import dev.lockstep.testing.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembersRouteTest extends RoutesTest {

    @Override
    protected List<String> files() {
        return List.of("node/members.camel.yaml");
    }

    @Test
    void nodesThatJoinAndLeaveAreLogged() {
        try (CapturedLog log = CapturedLog.of("members")) {
            send("joined", "2", 7);
            send("left", "2", 9);

            assertThat(log.lines()).containsExactly("INFO Node 2 joined in cycle 7", "INFO Node 2 left in cycle 9");
        }
    }

    private void send(String event, String id, long cycle) {
        template().send("direct:members", exchange -> {
            exchange.setVariable("event", event);
            exchange.setVariable("cycle", cycle);
            exchange.getMessage().setBody(id);
        });
    }
}
