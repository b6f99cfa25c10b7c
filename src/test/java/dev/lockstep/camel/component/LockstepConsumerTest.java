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
    /** The context's status whenever the work began. */
    /** How often the work fails at first. */
    private volatile int failing;

    private final List<ServiceStatus> begun = new CopyOnWriteArrayList<>();

    @Test
    void theWorkBeginsOnceWhenAllHasStarted() throws Exception {
        LockstepConsumer worker = worker();
        // In the middle of the context's start, as a route's consumer is; and that takes long enough to be overtaken.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext starting) {
                worker.start();
                await("nothing to begin").during(Duration.ofMillis(300)).until(begun::isEmpty);
            }
        });
        context.start();
        await().until(() -> !begun.isEmpty());

        // Camel tells its listeners again when a route is started later.
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:later").to("log:later");
            }
        });
        worker.stop();
        context.stop();
        assertThat(begun).containsExactly(ServiceStatus.Started);
    }

    @Test
    void inAStartedContextTheWorkBeginsAtOnce() {
        context.start();
        LockstepConsumer worker = worker();
        worker.start();
        await().until(() -> begun.equals(List.of(ServiceStatus.Started)));
        worker.stop();
        context.stop();
    }

    /** A node whose session is not looked after any more would stand still when that ends. */
    @Test
    void workThatFailsBeginsAnew() {
        context.start();
        failing = 2;
        LockstepConsumer worker = worker();
        worker.start();
        await().until(() -> begun.size() == 3);
        await("no more").during(Duration.ofMillis(1_500)).until(() -> begun.size() == 3);
        worker.stop();
        context.stop();
    }

    private LockstepConsumer worker() {
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
