package dev.lockstep.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.Test;

class LockstepConsumerTest {

    private final CamelContext context = new DefaultCamelContext();
    /** The number of times that the work fails at first. */
    private volatile int failing;

    /** The status of the context each time that the work began. */
    private final List<ServiceStatus> begun = new CopyOnWriteArrayList<>();

    @Test
    void theWorkBeginsOnceWhenTheContextHasStarted() throws Exception {
        LockstepConsumer consumer = consumer();
        // While the context is starting, as for a consumer of a route; long enough for the work to begin too early.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext starting) {
                consumer.start();
                await("nothing to begin").during(Duration.ofMillis(300)).until(begun::isEmpty);
            }
        });
        context.start();
        await().until(() -> !begun.isEmpty());

        // Camel notifies its listeners again when a route is started later.
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:later").to("log:later");
            }
        });
        consumer.stop();
        context.stop();
        assertThat(begun).containsExactly(ServiceStatus.Started);
    }

    @Test
    void inAStartedContextTheWorkBeginsAtOnce() {
        context.start();
        LockstepConsumer consumer = consumer();
        consumer.start();
        await().until(() -> begun.equals(List.of(ServiceStatus.Started)));
        consumer.stop();
        context.stop();
    }

    /** If the session consumer of a node did not restart, the node would stall when its session ends. */
    @Test
    void workThatFailsIsRestarted() {
        context.start();
        failing = 2;
        LockstepConsumer consumer = consumer();
        consumer.start();
        await().until(() -> begun.size() == 3);
        await("no more").during(Duration.ofMillis(1_500)).until(() -> begun.size() == 3);
        consumer.stop();
        context.stop();
    }

    private LockstepConsumer consumer() {
        LockstepEndpoint endpoint =
                new LockstepEndpoint("lockstep:session", new LockstepComponent(), LockstepResource.SESSION);
        endpoint.setCamelContext(context);
        return new LockstepConsumer(endpoint, exchange -> {}) {
            @Override
            void work() {
                begun.add(context.getStatus());
                if (begun.size() <= failing) {
                    throw new IllegalStateException("as planned");
                }
            }
        };
    }
}
